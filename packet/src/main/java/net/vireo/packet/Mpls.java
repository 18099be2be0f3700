// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * MPLS label stack entry (RFC 3032; traffic class: RFC 5462).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 label                 |  TC |S|      TTL      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of an entry. An entry is one int: read it once with {@link #entry(long)}, then take
 * the fields from it. Any thread; only {@link #describe} allocates.
 */
public final class Mpls {
    public static final int ENTRY_BYTES = 4;

    /** Entries that {@link #stackBytes} looks through before it calls the stack endless. */
    public static final int MAX_STACK_ENTRIES = 16;

    /** Labels are 20 bits. */
    public static final int MAX_LABEL = 0xf_ffff;

    /** Labels below this have meanings of their own (RFC 3032 2.1). */
    public static final int FIRST_FREE_LABEL = 16;

    /** Reserved labels (RFC 3032 2.1). */
    public static final int IPV4_EXPLICIT_NULL = 0;

    public static final int ROUTER_ALERT = 1;
    public static final int IPV6_EXPLICIT_NULL = 2;

    /** Signalled, never on a wire. */
    public static final int IMPLICIT_NULL = 3;

    /** The entry behind it is an entropy label (RFC 6790). */
    public static final int ENTROPY_INDICATOR = 7;

    private static final int BOTTOM = 0x100;

    private Mpls() {}

    /** @return 4 for one entry, or {@link Malformed#TRUNCATED}; {@link #stackBytes} looks at the whole stack */
    public static int check(final long p, final int lengthBytes) {
        return lengthBytes < ENTRY_BYTES ? Malformed.TRUNCATED : ENTRY_BYTES;
    }

    /**
     * @return length of the stack down to its bottom, or {@link Malformed#TRUNCATED},
     *     {@link Malformed#NO_BOTTOM_OF_STACK}
     */
    public static int stackBytes(final long p, final int lengthBytes) {
        int stackBytes = 0;
        while (stackBytes < MAX_STACK_ENTRIES * ENTRY_BYTES) {
            if (check(p, lengthBytes - stackBytes) < 0) {
                return Malformed.TRUNCATED;
            }
            final int entry = entry(p + stackBytes);
            stackBytes += ENTRY_BYTES;
            if (isBottom(entry)) {
                return stackBytes;
            }
        }
        return Malformed.NO_BOTTOM_OF_STACK;
    }

    /** The whole entry. */
    public static int entry(final long p) {
        return Memory.getIntBe(p);
    }

    public static int label(final int entry) {
        return entry >>> 12;
    }

    /** Traffic class, formerly "experimental". */
    public static int trafficClass(final int entry) {
        return entry >>> 9 & 7;
    }

    /** The last entry of the stack. */
    public static boolean isBottom(final int entry) {
        return (entry & BOTTOM) != 0;
    }

    public static int ttl(final int entry) {
        return entry & 0xff;
    }

    /** Builds an entry; nothing is written. */
    public static int entry(final int label, final int trafficClass, final boolean bottom, final int ttl) {
        return label << 12 | (trafficClass & 7) << 9 | (bottom ? BOTTOM : 0) | (ttl & 0xff);
    }

    /** The entry with another traffic class; nothing is written. */
    public static int withTrafficClass(final int entry, final int trafficClass) {
        return entry & ~0xe00 | (trafficClass & 7) << 9;
    }

    /** The entry with another TTL; nothing is written. */
    public static int withTtl(final int entry, final int ttl) {
        return entry & ~0xff | (ttl & 0xff);
    }

    /** Writes one entry. */
    public static void emit(final long p, final int entry) {
        Memory.putIntBe(p, entry);
    }

    /** The stack and, when it looks like IP, what it carries; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        final StringBuilder out = new StringBuilder(120);
        describe(out, p, lengthBytes, 0);
        return out.toString();
    }

    static void describe(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        final int stackBytes = stackBytes(p, lengthBytes);
        if (stackBytes < 0) {
            out.append("MPLS ")
                    .append(Malformed.text(stackBytes))
                    .append(", length ")
                    .append(lengthBytes);
            return;
        }
        out.append("MPLS ");
        for (int at = 0; at < stackBytes; at += ENTRY_BYTES) {
            final int entry = entry(p + at);
            out.append("(label ").append(label(entry)).append(", tc ").append(trafficClass(entry));
            out.append(isBottom(entry) ? ", [S]" : "")
                    .append(", ttl ")
                    .append(ttl(entry))
                    .append(") ");
        }
        final int payloadBytes = lengthBytes - stackBytes;
        // The label alone says what it carries; without the label table an IP header is a good guess.
        if (Ipv4.check(p + stackBytes, payloadBytes) > 0) {
            Ipv4.describe(out, p + stackBytes, payloadBytes, depth);
        } else if (Ipv6.check(p + stackBytes, payloadBytes) > 0) {
            Ipv6.describe(out, p + stackBytes, payloadBytes, depth);
        } else {
            out.append("payload ").append(payloadBytes).append(" bytes");
        }
    }
}
