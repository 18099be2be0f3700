// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;

/** Puts the Ethernet header of the next hop in front of an IPv4 packet: to a guest, or to a neighbour on the fabric. */
final class EncapRewrite implements Node {
    static final int VIF_OUTPUT = 0;

    private final Packets packets;

    EncapRewrite(final Workbench bench) {
        packets = bench.packets();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Nexthop nexthop = packets.nexthop(row);
            // How far the new header starts behind the packet's start: it mostly takes an old one's place.
            final int pulledBytes = (int) (packets.ip(row) - packets.address(row)) - Ethernet.HEADER_BYTES;
            if (!nexthop.resolved) {
                edges.drop(row, DropReason.UNRESOLVED_NEIGHBOUR);
            } else if (packets.headroomBytes(row) + pulledBytes < 0) {
                edges.drop(row, DropReason.PUSH);
            } else {
                packets.move(row, pulledBytes, Ethernet.HEADER_BYTES + packets.ipBytes(row));
                final long frame = packets.address(row);
                Memory.putLongBe(frame, nexthop.rewriteHigh);
                Memory.putIntBe(frame + 8, (int) (nexthop.rewriteLow >>> 16));
                Memory.putShortBe(frame + 12, (short) nexthop.rewriteLow);
                edges.to(VIF_OUTPUT, row);
            }
        }
    }
}
