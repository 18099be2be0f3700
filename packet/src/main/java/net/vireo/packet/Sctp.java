// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * SCTP common header (RFC 9260 3.1), as far as flows need it: the ports. Chunks and the CRC32c are the ends' business.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          source port          |       destination port        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                       verification tag                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                            CRC32c                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the header. Call {@link #check} before any reader. Any thread; only
 * {@link #describe} allocates.
 */
public final class Sctp {
    public static final int HEADER_BYTES = 12;

    private Sctp() {}

    /** @return 12, or {@link Malformed#TRUNCATED} */
    public static int check(final long p, final int lengthBytes) {
        return lengthBytes < HEADER_BYTES ? Malformed.TRUNCATED : HEADER_BYTES;
    }

    /** Wide read: {@code source port << 16 | destination port}. */
    public static int ports(final long p) {
        return Memory.getIntBe(p);
    }

    public static int sourcePort(final long p) {
        return Memory.getShortBe(p) & 0xffff;
    }

    public static int destinationPort(final long p) {
        return Memory.getShortBe(p + 2) & 0xffff;
    }

    public static int verificationTag(final long p) {
        return Memory.getIntBe(p + 4);
    }

    /** One line, without the addresses it cannot know; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        if (check(p, lengthBytes) < 0) {
            return "SCTP truncated, length " + lengthBytes;
        }
        return sourcePort(p) + " > " + destinationPort(p) + ": SCTP, length " + lengthBytes;
    }
}
