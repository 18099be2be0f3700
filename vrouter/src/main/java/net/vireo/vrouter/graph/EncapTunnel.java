// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv6;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Tables;

/**
 * Puts any packet in any tunnel (sheet 2.8): IPv4, IPv6 or a whole frame, in MPLS over UDP, MPLS over GRE or VXLAN. The
 * most common cases, IPv4 in MPLS over UDP and in VXLAN, have nodes of their own ({@link EncapUdp}).
 */
final class EncapTunnel implements Node {
    static final int VIF_OUTPUT = 0;
    static final int TUNNEL_TOO_BIG = 1;
    static final int MSS_CLAMP = 2;
    static final int ROUTE_LOOKUP = 3;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;
    private final LcoreCounters counters;
    private final TunnelHeader header;

    EncapTunnel(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
        counters = bench.counters();
        header = new TunnelHeader(bench);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final boolean clamps = tables.settings().clampFromGuest();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Nexthop tunnel = tables.nexthop(packets.nexthopId(row));
            final DropReason refusal = refusal(row, tunnel);
            if (refusal != null) {
                edges.drop(row, refusal);
            } else if (isInOverlay(tunnel)) {
                counters.vrf(packets.vrf(row), VrfCounter.TUNNEL_UDP);
                header.push(row, tunnel);
                packets.vrf(row, tunnel.vrf);
                edges.to(ROUTE_LOOKUP, row);
            } else if (isTooBig(row, tunnel)) {
                edges.to(TUNNEL_TOO_BIG, row);
            } else if (clamps && !packets.has(row, Packets.FLAG_CLAMPED) && InnerTcp.opens(packets, row)) {
                edges.to(MSS_CLAMP, row);
            } else {
                counters.vrf(packets.vrf(row), counterOf(tunnel.action));
                header.push(row, tunnel);
                packets.txVif(row, tunnel.vifIndex);
                if (transmit.isOpen(tunnel.vifIndex) && !packets.has(row, Packets.FLAG_QOS)) {
                    transmit.add(tunnel.vifIndex, packets.packet(row));
                } else {
                    edges.to(VIF_OUTPUT, row);
                }
            }
        }
    }

    private static VrfCounter counterOf(final NexthopAction action) {
        return switch (action) {
            case TUNNEL_MPLS_GRE -> VrfCounter.TUNNEL_MPLS_GRE;
            case TUNNEL_VXLAN -> VrfCounter.TUNNEL_VXLAN;
            case TUNNEL_UDP -> VrfCounter.TUNNEL_UDP;
            case TUNNEL_MPLS_MPLS_UDP -> VrfCounter.TUNNEL_MPLS_MPLS_UDP;
            default -> VrfCounter.TUNNEL_MPLS_UDP;
        };
    }

    private DropReason refusal(final int row, final Nexthop tunnel) {
        if (tunnel == null) {
            return DropReason.INVALID_NH;
        }
        if (!tunnel.resolved && !isInOverlay(tunnel)) {
            return DropReason.UNRESOLVED_NEIGHBOUR;
        }
        return room(row) < TunnelHeader.lengthBytes(packets, row, tunnel) ? DropReason.PUSH : null;
    }

    /** Plain UDP of a guests' network: its headers are a packet to be routed there, in another tunnel perhaps. */
    private static boolean isInOverlay(final Nexthop tunnel) {
        return tunnel.action == NexthopAction.TUNNEL_UDP && tunnel.vrf > 0;
    }

    /** Headroom in front of what the tunnel carries. */
    private int room(final int row) {
        return packets.has(row, Packets.FLAG_BRIDGED)
                ? packets.headroomBytes(row)
                : packets.headroomBytes(row) + (int) (packets.ip(row) - packets.address(row));
    }

    private boolean isTooBig(final int row, final Nexthop tunnel) {
        return carriedBytes(packets, row) > limitBytes(packets, tables, row, tunnel)
                && !packets.has(row, Packets.FLAG_SEGMENTS_FIT);
    }

    /** The largest packet (with its Ethernet header when bridged) that the tunnel takes. */
    static int limitBytes(final Packets packets, final Tables tables, final int row, final Nexthop tunnel) {
        return TunnelMtu.ipMtuBytes(tables, tunnel.vifIndex)
                + Ethernet.HEADER_BYTES
                - TunnelHeader.lengthBytes(packets, row, tunnel);
    }

    /** What goes into the tunnel: a frame, or an IP packet by its own length. */
    static int carriedBytes(final Packets packets, final int row) {
        if (packets.has(row, Packets.FLAG_BRIDGED)) {
            return packets.lengthBytes(row);
        }
        return packets.has(row, Packets.FLAG_IP6)
                ? Ipv6.HEADER_BYTES + Ipv6.payloadLengthBytesOf(Memory.getLongBe(packets.ip(row)))
                : packets.ipBytes(row);
    }
}
