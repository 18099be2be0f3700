// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Tcp;
import net.vireo.packet.Udp;
import net.vireo.port.offload.Offload;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Judges packets that do not fit their tunnel (sheet 2.9): those that may be fragmented are, of the others the sender is
 * told, by the agent when there is one. Of bridged frames the IP packet inside counts; other frames are dropped.
 */
final class TunnelMtu implements Node {
    static final int ICMP_ERROR = 0;
    static final int TRAP = 1;
    static final int FRAGMENT = 2;
    static final int NEXTHOP = 3;

    /** When a fabric vif does not state its MTU. */
    private static final int DEFAULT_IP_MTU_BYTES = 1500;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;

    TunnelMtu(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final boolean agent = transmit.hasAgent();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Nexthop tunnel = tables.nexthop(packets.nexthopId(row));
            packets.txVif(row, tunnel == null ? Vif.NONE : tunnel.vifIndex);
            if (tunnel != null && segmentsFit(row, tunnel)) {
                packets.addFlag(row, Packets.FLAG_SEGMENTS_FIT);
                edges.to(NEXTHOP, row);
            } else if (packets.has(row, Packets.FLAG_BRIDGED)
                    && (packets.has(row, Packets.FLAG_MIRROR_COPY) || !findIp(row))) {
                // A copy's sender does not know of it, and what is not IP cannot be told.
                edges.drop(row, DropReason.FRAGMENTATION_NEEDED);
            } else if (mayFragment(row)) {
                edges.to(FRAGMENT, row);
            } else if (isMulticast(row)) {
                edges.drop(row, DropReason.MCAST_DF_BIT);
            } else if (agent) {
                packets.trap(row, TrapReason.HANDLE_DF, innerMtuBytes(packets, tables, row));
                edges.to(TRAP, row);
            } else {
                edges.to(ICMP_ERROR, row);
            }
        }
    }

    /** A packet that stands for several is cut where it leaves: then it counts how long those are. */
    private boolean segmentsFit(final int row, final Nexthop tunnel) {
        final long word = packets.offload(row);
        if (Offload.type(word) == 0) {
            return false;
        }
        final int transportOffset = Offload.start(word) - packets.offset(row);
        final long transport = Memory.base(packets.address(row) + transportOffset);
        if (transportOffset < 0 || transportOffset + Tcp.MIN_HEADER_BYTES > packets.lengthBytes(row)) {
            return false;
        }
        final int headerBytes = Offload.type(word) == Offload.UDP ? Udp.HEADER_BYTES : Tcp.headerBytes(transport);
        final int frontBytes = packets.has(row, Packets.FLAG_BRIDGED) ? 0 : ipOffset(row);
        final int segmentBytes = transportOffset - frontBytes + headerBytes + Offload.sizeBytes(word);
        return segmentBytes <= EncapTunnel.limitBytes(packets, tables, row, tunnel);
    }

    private int ipOffset(final int row) {
        return (int) (packets.ip(row) - packets.address(row));
    }

    private boolean mayFragment(final int row) {
        return Offload.type(packets.offload(row)) == 0
                && !packets.has(row, Packets.FLAG_IP6)
                && (packets.ipHead(row) & Ipv4.DONT_FRAGMENT) == 0;
    }

    private boolean isMulticast(final int row) {
        return packets.has(row, Packets.FLAG_FLOODED);
    }

    /** Finds the IP packet in a frame, so that its sender can be told. */
    private boolean findIp(final int row) {
        final long frame = packets.address(row);
        final int headerBytes = Ethernet.check(frame, packets.lengthBytes(row));
        if (headerBytes < 0) {
            return false;
        }
        final long ip = Memory.base(frame + headerBytes);
        final int availableBytes = packets.lengthBytes(row) - headerBytes;
        return switch (Ethernet.payloadType(frame, headerBytes)) {
            case EtherType.IPV4 -> {
                final boolean sound = Ipv4.check(ip, availableBytes) > 0 && Ipv4.verifyChecksum(ip);
                if (sound) {
                    packets.ip(row, ip, Ipv4.head(ip), Ipv4.life(ip), Ipv4.addresses(ip));
                }
                yield sound;
            }
            case EtherType.IPV6 -> {
                final boolean sound = Ipv6.check(ip, availableBytes) > 0;
                if (sound) {
                    packets.ip6(row, ip);
                }
                yield sound;
            }
            default -> false;
        };
    }

    /** The largest IP packet that fits the tunnel which a packet is bound for. */
    static int innerMtuBytes(final Packets packets, final Tables tables, final int row) {
        final Nexthop tunnel = tables.nexthop(packets.nexthopId(row));
        if (tunnel == null) {
            return DEFAULT_IP_MTU_BYTES;
        }
        final int limitBytes = EncapTunnel.limitBytes(packets, tables, row, tunnel);
        return packets.has(row, Packets.FLAG_BRIDGED)
                ? limitBytes - (int) (packets.ip(row) - packets.address(row))
                : limitBytes;
    }

    /** The largest IP packet that a vif carries; vifs count the Ethernet header in. */
    static int ipMtuBytes(final Tables tables, final int index) {
        final Vif vif = tables.vif(index);
        return vif == null || vif.mtu() <= Ethernet.HEADER_BYTES
                ? DEFAULT_IP_MTU_BYTES
                : vif.mtu() - Ethernet.HEADER_BYTES;
    }
}
