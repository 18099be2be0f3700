// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;

/**
 * Puts the Ethernet header of the next hop in front of an IP packet, to a guest or to a neighbour on the fabric, and
 * sends it.
 */
final class EncapRewrite implements Node {
    static final int VIF_OUTPUT = 0;

    private static final int TYPE_OFFSET = 12;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;
    private final LcoreCounters counters;

    EncapRewrite(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
        counters = bench.counters();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        int nexthopId = Packets.UNKNOWN;
        Nexthop nexthop = null;
        boolean straight = false;
        int vrf = Packets.UNKNOWN;
        int sent = 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.nexthopId(row) != nexthopId) {
                nexthopId = packets.nexthopId(row);
                nexthop = tables.nexthop(nexthopId);
                straight = nexthop != null && transmit.isOpen(nexthop.vifIndex);
            }
            final DropReason refusal = push(row, nexthop);
            if (refusal != null) {
                edges.drop(row, refusal);
            } else {
                if (packets.vrf(row) != vrf) {
                    counters.vrf(vrf, VrfCounter.ENCAP_ROUTED, sent);
                    vrf = packets.vrf(row);
                    sent = 0;
                }
                sent++;
                packets.txVif(row, nexthop.vifIndex);
                if (straight && !packets.has(row, Packets.FLAG_QOS)) {
                    transmit.add(nexthop.vifIndex, packets.packet(row));
                } else {
                    edges.to(VIF_OUTPUT, row);
                }
            }
        }
        counters.vrf(vrf, VrfCounter.ENCAP_ROUTED, sent);
    }

    private DropReason push(final int row, final Nexthop nexthop) {
        if (nexthop == null) {
            return DropReason.INVALID_NH;
        }
        if (!nexthop.resolved) {
            return DropReason.UNRESOLVED_NEIGHBOUR;
        }
        // How far the new header starts behind the packet's start: it mostly takes an old one's place.
        final int pulledBytes = (int) (packets.ip(row) - packets.address(row)) - Ethernet.HEADER_BYTES;
        if (packets.headroomBytes(row) + pulledBytes < 0) {
            return DropReason.PUSH;
        }
        packets.move(row, pulledBytes, packets.lengthBytes(row) - pulledBytes);
        final long frame = packets.address(row);
        Memory.putLongBe(frame, nexthop.rewriteHigh);
        Memory.putIntBe(frame + 8, (int) (nexthop.rewriteLow >>> 16));
        Memory.putShortBe(
                frame + TYPE_OFFSET,
                packets.has(row, Packets.FLAG_IP6) ? (short) EtherType.IPV6 : (short) nexthop.rewriteLow);
        return null;
    }
}
