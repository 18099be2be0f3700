// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.Ipv6;
import net.vireo.vrouter.counter.DropReason;

/** Hands congestion marks from a tunnel's outer header to the inner one (RFC 6040, section 4.2). */
final class Ecn {
    private static final int MASK = 0x3;
    private static final int NOT_ECT = 0x0;
    private static final int ECT_1 = 0x1;
    private static final int ECT_0 = 0x2;
    private static final int CE = 0x3;
    private static final int CHECKSUM_OFFSET = 10;

    private final Packets packets;

    Ecn(final Packets packets) {
        this.packets = packets;
    }

    /** @return why the packet must be dropped, or null */
    DropReason combineIp4(final int row) {
        final int tos = (int) (packets.ipHead(row) >>> 48) & 0xff;
        final int outer = packets.outerTos(row) & MASK;
        if (isLost(tos & MASK, outer)) {
            return DropReason.CONGESTED_NOT_ECT;
        }
        if (isMarked(tos & MASK, outer)) {
            mark(row, tos & ~MASK | outer);
        }
        return null;
    }

    /** @return why the packet must be dropped, or null */
    DropReason combineIp6(final int row) {
        final long ip = packets.ip(row);
        final int inner = Ipv6.ecn(ip);
        final int outer = packets.outerTos(row) & MASK;
        if (isLost(inner, outer)) {
            return DropReason.CONGESTED_NOT_ECT;
        }
        if (isMarked(inner, outer)) {
            Ipv6.ecn(ip, outer);
        }
        return null;
    }

    /** Congestion on the way of a sender who could not be told otherwise. */
    private static boolean isLost(final int inner, final int outer) {
        return outer == CE && inner == NOT_ECT;
    }

    private static boolean isMarked(final int inner, final int outer) {
        return inner != outer && (outer == CE || outer == ECT_1 && inner == ECT_0);
    }

    private void mark(final int row, final int tos) {
        final long ip = packets.ip(row);
        final int old = (int) (packets.ipHead(row) >>> 48);
        final int now = old & 0xff00 | tos;
        final int checksum = Checksum.update16(packets.ipLife(row) & 0xffff, old, now);
        Memory.putShortBe(ip, (short) now);
        Memory.putShortBe(ip + CHECKSUM_OFFSET, (short) checksum);
        packets.ipHead(row, packets.ipHead(row) & 0x0000_ffff_ffff_ffffL | (long) now << 48);
        packets.ipLife(row, packets.ipLife(row) & 0xffff_0000 | checksum);
    }
}
