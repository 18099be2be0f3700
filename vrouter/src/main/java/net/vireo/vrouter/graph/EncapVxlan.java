// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.packet.Vxlan;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/**
 * Puts a routed packet in a VXLAN tunnel (sheet 2.8, RFC 7348), in an inner frame to the far router's MAC: 64 bytes in
 * eight stores.
 *
 * <pre>
 *   0  Ethernet 14 | IPv4 20 | UDP 8 | VXLAN 8 | Ethernet 14 | inner IPv4 ...
 * </pre>
 */
final class EncapVxlan extends EncapUdp {
    private static final int OVERHEAD_BYTES =
            Ipv4.MIN_HEADER_BYTES + Udp.HEADER_BYTES + Vxlan.HEADER_BYTES + Ethernet.HEADER_BYTES;

    private static final int FIRST_ID = 0x400;

    /** No UDP checksum, and the flag that says that there is a network id. */
    private static final long CHECKSUM_AND_FLAGS = 0x0000_0800_0000_0000L;

    private static final long INNER_SOURCE = Vif.ROUTER_MAC << 16 | EtherType.IPV4;

    private long innerDestination;

    EncapVxlan(final Workbench bench) {
        super(bench, new OuterUdp(bench, UdpPort.VXLAN, FIRST_ID), OVERHEAD_BYTES, VrfCounter.TUNNEL_VXLAN);
    }

    @Override
    void tunnel(final Nexthop tunnel) {
        final long overlayMac = tunnel.details.overlayMac();
        innerDestination = overlayMac == 0 ? Vif.ROUTER_MAC : overlayMac;
    }

    @Override
    void write(final long frame, final int row, final int innerBytes) {
        final long start = Memory.base(frame);
        outer.write(start, row, OVERHEAD_BYTES + innerBytes);
        // The network id is 24 bits long: 16 of them end the sixth word.
        final long network = packets.label(row) & 0xff_ffffL;
        Memory.putLongBe(start + OuterUdp.WRITTEN_BYTES, CHECKSUM_AND_FLAGS | network >>> 8);
        Memory.putLongBe(start + OuterUdp.WRITTEN_BYTES + 8, network << 56 | innerDestination);
        Memory.putLongBe(start + OuterUdp.WRITTEN_BYTES + 16, INNER_SOURCE);
    }
}
