// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Tcp;

/**
 * Whether one packet's headers follow another's so closely that cutting the merged packet gives both back, byte for
 * byte: the kernel's predicate (sheet gro-gso 4), stricter where the kernel's cannot be undone (constant identification,
 * the urgent pointer). Both packets have the same layout and are whole. Any thread, nothing allocates.
 */
final class MergeRules {
    /** Version, header length, TOS; flags and fragment offset: not total length and identification. */
    private static final long IPV4_HEAD_MASK = 0xffff_0000_0000_ffffL;
    /** TTL and protocol, not the checksum. */
    private static final int IPV4_LIFE_MASK = 0xffff_0000;
    /** Version, traffic class, flow label; next header, hop limit: not the payload length. */
    private static final long IPV6_HEAD_MASK = 0xffff_ffff_0000_ffffL;
    /** Data offset, flags, window without the flags that only a last segment has. */
    private static final int TCP_WORD_MASK = ~((Tcp.PSH | Tcp.FIN) << 16);

    private MergeRules() {}

    /** Whether two Ethernet headers of the same length, tags included, are equal. */
    static boolean sameEthernet(final long a, final long b, final int headerBytes) {
        for (int at = 0; at < headerBytes - 8; at += 8) {
            if (Memory.getLong(a + at) != Memory.getLong(b + at)) {
                return false;
            }
        }
        return Memory.getLong(a + headerBytes - 8) == Memory.getLong(b + headerBytes - 8);
    }

    /**
     * Whether IPv4 headers without options, with the same addresses, differ only as segments do.
     *
     * @param distance how many segments {@code next} is behind {@code first}
     */
    static boolean followsIpv4(final long first, final long next, final int distance) {
        final long head = Memory.getLongBe(first);
        final long nextHead = Memory.getLongBe(next);
        return ((head ^ nextHead) & IPV4_HEAD_MASK) == 0
                && (int) (nextHead >>> 16 & 0xffff) == ((int) (head >>> 16) + distance & 0xffff)
                && ((Memory.getIntBe(first + 8) ^ Memory.getIntBe(next + 8)) & IPV4_LIFE_MASK) == 0;
    }

    /** Whether IPv6 headers with the same addresses differ only as segments do. */
    static boolean followsIpv6(final long first, final long next) {
        return ((Memory.getLongBe(first) ^ Memory.getLongBe(next)) & IPV6_HEAD_MASK) == 0;
    }

    /** Whether two IPv6 headers have the same addresses. */
    static boolean sameIpv6Addresses(final long a, final long b) {
        return Memory.getLong(a + 8) == Memory.getLong(b + 8)
                && Memory.getLong(a + 16) == Memory.getLong(b + 16)
                && Memory.getLong(a + 24) == Memory.getLong(b + 24)
                && Memory.getLong(a + 32) == Memory.getLong(b + 32);
    }

    /**
     * Whether a TCP header of the same ports comes right behind another.
     *
     * @param headerBytes of both
     * @param distanceBytes payload between them, from the first's own on
     */
    static boolean followsTcp(final long first, final long next, final int headerBytes, final int distanceBytes) {
        return Memory.getIntBe(next + 4) == Memory.getIntBe(first + 4) + distanceBytes
                && Memory.getInt(next + 8) == Memory.getInt(first + 8)
                && ((Memory.getIntBe(first + 12) ^ Memory.getIntBe(next + 12)) & TCP_WORD_MASK) == 0
                && Memory.getShort(next + 18) == Memory.getShort(first + 18)
                && sameOptions(first, next, headerBytes);
    }

    private static boolean sameOptions(final long first, final long next, final int headerBytes) {
        for (int at = Tcp.MIN_HEADER_BYTES; at < headerBytes; at += 4) {
            if (Memory.getInt(first + at) != Memory.getInt(next + at)) {
                return false;
            }
        }
        return true;
    }
}
