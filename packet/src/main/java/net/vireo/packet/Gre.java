// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * GRE header (RFC 2784; key: RFC 2890), as MPLS in GRE uses it (RFC 4023).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |C|0|K|S|      reserved   | ver |           protocol            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      checksum (if C)          |        reserved (if C)        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          key (if K)                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Checksum and key are understood; a sequence number, routing or another version is {@link Malformed#BAD_FLAGS} (sheet
 * vrouter-dataplane 2.1: not ours, the host's). {@code p} is the masked address of the header. Call {@link #check} before any
 * reader. Any thread; only {@link #describe} allocates.
 */
public final class Gre {
    /** Header without checksum and key: what we send. */
    public static final int MIN_HEADER_BYTES = 4;

    public static final int CHECKSUM = 0x8000;
    public static final int KEY = 0x2000;

    private static final int UNKNOWN_FLAGS = 0xffff & ~(CHECKSUM | KEY);

    private Gre() {}

    /** @return 4, 8 or 12, or {@link Malformed#TRUNCATED}, {@link Malformed#BAD_FLAGS} */
    public static int check(final long p, final int lengthBytes) {
        if (lengthBytes < MIN_HEADER_BYTES) {
            return Malformed.TRUNCATED;
        }
        final int head = head(p);
        if ((head >>> 16 & UNKNOWN_FLAGS) != 0) {
            return Malformed.BAD_FLAGS;
        }
        final int headerBytes = headerBytesOf(head);
        return headerBytes > lengthBytes ? Malformed.TRUNCATED : headerBytes;
    }

    /** Wide read: flags and version in the upper half, protocol in the lower. */
    public static int head(final long p) {
        return Memory.getIntBe(p);
    }

    /** Header length by the flags in the word that {@link #head} read. */
    public static int headerBytesOf(final int head) {
        return MIN_HEADER_BYTES + (head >>> 31 << 2) + ((head >>> 29 & 1) << 2);
    }

    /** {@link #CHECKSUM} and {@link #KEY}. */
    public static int flags(final long p) {
        return Memory.getShortBe(p) & 0xffff;
    }

    /** An {@link EtherType}. */
    public static int protocol(final long p) {
        return Memory.getShortBe(p + 2) & 0xffff;
    }

    /** The key; 0 without one. */
    public static int key(final long p) {
        final int head = head(p);
        return (head >>> 29 & 1) == 0 ? 0 : Memory.getIntBe(p + headerBytesOf(head) - 4);
    }

    /** True when the checksum over header and payload is right or absent; {@code lengthBytes} is both. */
    public static boolean verifyChecksum(final long p, final int lengthBytes) {
        return (flags(p) & CHECKSUM) == 0 || Checksum.of(p, lengthBytes) == 0;
    }

    /** Writes the four bytes of a header without checksum and key. */
    public static void emit(final long p, final int protocol) {
        Memory.putIntBe(p, protocol & 0xffff);
    }

    /** The header and what it carries; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        final StringBuilder out = new StringBuilder(120);
        describe(out, p, lengthBytes, 0);
        return out.toString();
    }

    static void describe(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        final int headerBytes = check(p, lengthBytes);
        if (headerBytes < 0) {
            out.append("GRE ")
                    .append(Malformed.text(headerBytes))
                    .append(", length ")
                    .append(lengthBytes);
            return;
        }
        out.append("GREv0, ");
        if ((flags(p) & KEY) != 0) {
            out.append(String.format("key=0x%x, ", key(p)));
        }
        out.append("length ").append(lengthBytes).append(": ");
        final long payload = p + headerBytes;
        final int payloadBytes = lengthBytes - headerBytes;
        switch (protocol(p)) {
            case EtherType.IPV4 -> Ipv4.describe(out, payload, payloadBytes, depth + 1);
            case EtherType.IPV6 -> Ipv6.describe(out, payload, payloadBytes, depth + 1);
            case EtherType.MPLS -> Mpls.describe(out, payload, payloadBytes, depth + 1);
            case EtherType.ETHERNET -> Ethernet.describe(out, payload, payloadBytes, depth + 1);
            default -> out.append(String.format("gre-proto-0x%04x", protocol(p)));
        }
    }
}
