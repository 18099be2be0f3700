// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Mpls;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Nexthop;

/**
 * Puts a packet in an MPLS-over-UDP tunnel (sheet 2.8, RFC 7510): 46 bytes in seven stores.
 *
 * <pre>
 *   0  Ethernet 14 | IPv4 20 | UDP 8 | MPLS 4 | inner IPv4 ...
 * </pre>
 */
final class EncapMplsUdp extends EncapUdp {
    private static final int OVERHEAD_BYTES = Ipv4.MIN_HEADER_BYTES + Udp.HEADER_BYTES + Mpls.ENTRY_BYTES;
    private static final int BOTTOM = 0x100;

    EncapMplsUdp(final Workbench bench) {
        super(bench, new OuterUdp(bench, UdpPort.MPLS, 0), OVERHEAD_BYTES, VrfCounter.TUNNEL_MPLS_UDP);
    }

    @Override
    void tunnel(final Nexthop tunnel) {
        // All that differs is the label, which is the route's.
    }

    @Override
    void write(final long frame, final int row, final int innerBytes) {
        final long start = Memory.base(frame);
        outer.write(start, row, OVERHEAD_BYTES + innerBytes);
        Memory.putShortBe(start + OuterUdp.WRITTEN_BYTES, (short) 0);
        // The route look-up has lowered the packet's TTL, not the row's.
        Memory.putIntBe(
                start + OuterUdp.WRITTEN_BYTES + Short.BYTES,
                packets.label(row) << 12 | BOTTOM | (packets.ipLife(row) >>> 24) - 1);
    }
}
