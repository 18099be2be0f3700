// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Udp;
import net.vireo.packet.Vxlan;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;

/** Opens VXLAN: the network id says where the inner frame goes (sheet 2.1, step 8; RFC 7348). */
final class VxlanInput implements Node {
    static final int NEXTHOP = 0;
    static final int TRAP = 1;
    static final int MSS_CLAMP = 2;

    private final Packets packets;
    private final Tables tables;

    VxlanInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long udp = Memory.base(packets.ip(row) + packets.ipHeaderBytes(row));
            final long vxlan = Memory.base(udp + Udp.HEADER_BYTES);
            final int lengthBytes = Udp.lengthBytes(udp) - Udp.HEADER_BYTES;
            if (Udp.checksum(udp) != 0 && !Udp.verifyChecksum(udp, packets.addresses(row))) {
                edges.drop(row, DropReason.CKSUM_ERR);
            } else if (Vxlan.check(vxlan, lengthBytes) < 0) {
                edges.drop(row, lengthBytes < Vxlan.HEADER_BYTES ? DropReason.PULL : DropReason.INVALID_PACKET);
            } else if (Vxlan.isRouterAlertOf(Vxlan.header(vxlan))) {
                packets.trap(row, TrapReason.ROUTER_ALERT, Vxlan.vni(vxlan));
                edges.to(TRAP, row);
            } else {
                open(row, vxlan, lengthBytes, edges);
            }
        }
    }

    private void open(final int row, final long vxlan, final int lengthBytes, final Edges edges) {
        final int vni = Vxlan.vni(vxlan);
        final Nexthop nexthop = tables.nexthop(tables.vxlan().nexthopId(vni));
        if (nexthop == null) {
            edges.drop(row, DropReason.INVALID_VNID);
        } else if (lengthBytes < Vxlan.HEADER_BYTES + Ethernet.HEADER_BYTES) {
            edges.drop(row, DropReason.PULL);
        } else {
            packets.outerSource(row, (int) (packets.addresses(row) >>> 32));
            packets.decapsulated(row, nexthop.vrf, (int) (packets.ipHead(row) >>> 48) & 0xff);
            packets.addFlag(row, Packets.FLAG_BRIDGED);
            packets.forward(row, nexthop.id, vni);
            packets.move(
                    row, (int) (vxlan + Vxlan.HEADER_BYTES - packets.address(row)), lengthBytes - Vxlan.HEADER_BYTES);
            final boolean clamps = tables.settings().clampToGuest() && InnerTcp.opens(packets, row);
            edges.to(clamps ? MSS_CLAMP : NEXTHOP, row);
        }
    }
}
