// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Ipv6Extensions;
import net.vireo.packet.MacAddress;
import net.vireo.packet.NeighbourDiscovery;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.packet.Vlan;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Looks closely at what guest-input did not recognise (sheet 2.2): refuses sources that are not the guest's own, hands to
 * the agent what it asked for, then sorts by destination and type: ARP, layer 3 for what is addressed to the router's
 * MAC, the bridge for all other frames. What the agent sends for a guest is sorted alike, and never handed back to it.
 */
final class GuestSort implements Node {
    static final int IP_INPUT = 0;
    static final int ARP_INPUT = 1;
    static final int BRIDGE_INPUT = 2;
    static final int TRAP = 3;
    static final int IP6_INPUT = 4;
    static final int ND_INPUT = 5;
    static final int FLOW = 6;

    private static final int IP_OFFSET = Ethernet.HEADER_BYTES;
    private static final int LAYERS = Vif.FLAG_L2 | Vif.FLAG_L3;

    private final Packets packets;
    private final Tables tables;

    GuestSort(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        Vif vif = null;
        long mac = 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (vif == null || packets.vif(row) != vif.index()) {
                vif = tables.vif(packets.vif(row));
                mac = vif == null ? 0 : SourceGuard.macOf(vif, tables);
            }
            takePriorityTagsOff(row);
            final DropReason refusal = refusal(row, vif, mac);
            if (refusal != null) {
                edges.drop(row, refusal);
            } else {
                sort(row, vif, edges);
            }
        }
    }

    /**
     * A tag without a VLAN only gives a priority, and who receives it takes the frame for an untagged one (IEEE 802.1Q
     * 6.9): so it is looked at as one, or it would hide ARP, discovery and foreign sources.
     */
    private void takePriorityTagsOff(final int row) {
        while (packets.lengthBytes(row) >= Ethernet.HEADER_BYTES + Vlan.TAG_BYTES
                && EtherType.isTag(Ethernet.type(packets.address(row)))
                && Vlan.id(Ethernet.outerTag(packets.address(row))) == 0) {
            Vlan.pop(packets.address(row));
            packets.move(row, Vlan.TAG_BYTES, packets.lengthBytes(row) - Vlan.TAG_BYTES);
        }
    }

    private DropReason refusal(final int row, final Vif vif, final long mac) {
        if (vif == null) {
            return DropReason.INTERFACE_RX_DISCARD;
        }
        if (packets.lengthBytes(row) < Ethernet.HEADER_BYTES) {
            return DropReason.PULL;
        }
        if (packets.has(row, Packets.FLAG_FROM_AGENT)) {
            return null;
        }
        final boolean lies = SourceGuard.lies(packets.address(row), packets.lengthBytes(row), mac, vif.ip())
                || SourceGuard.lies6(packets.address(row), packets.lengthBytes(row), vif.features());
        if (lies) {
            return DropReason.SPOOFED_SOURCE;
        }
        return hidesDiscovery(packets.address(row), packets.lengthBytes(row)) ? DropReason.INVALID_PACKET : null;
    }

    /**
     * Discovery behind extension headers, or in fragments, which receivers may take though senders must not make it (RFC
     * 6980): bridged as any packet it would pass by all that is decided on discovery (RFC 7113).
     */
    private static boolean hidesDiscovery(final long frame, final int lengthBytes) {
        final long ip = Memory.base(frame + IP_OFFSET);
        if (lengthBytes < IP_OFFSET + Ipv6.HEADER_BYTES
                || Ethernet.type(frame) != EtherType.IPV6
                || Ipv6.hopLimit(ip) != NeighbourDiscovery.HOP_LIMIT
                || !Ipv6Extensions.isExtension(Ipv6.nextHeader(ip))) {
            return false;
        }
        final int availableBytes = Math.min(lengthBytes - IP_OFFSET, Ipv6.totalLengthBytes(ip));
        final long walk = Ipv6Extensions.walk(ip, availableBytes);
        if (walk < 0) {
            return true;
        }
        final int transportOffset = Ipv6Extensions.transportOffset(walk);
        return Ipv6Extensions.protocol(walk) == IpProtocol.ICMPV6
                && Ipv6Extensions.fragmentOffsetBytes(walk) == 0
                && (transportOffset >= availableBytes
                        || Icmpv6.isNeighbourDiscovery(Icmpv6.type(Memory.base(ip + transportOffset))));
    }

    private void sort(final int row, final Vif vif, final Edges edges) {
        final long frame = packets.address(row);
        final long destination = Ethernet.destination(frame);
        final int type = Ethernet.type(frame);
        final boolean bridges = (vif.flags() & LAYERS) != Vif.FLAG_L3;
        if (type == EtherType.ARP) {
            edges.to(ARP_INPUT, row);
        } else if (type == EtherType.IPV6 && isDiscovery(frame, packets.lengthBytes(row))) {
            edges.to(ND_INPUT, row);
        } else if (type == EtherType.IPV4 && isForAgent(row, vif, destination)
                || type == EtherType.IPV6 && isForAgent6(row, vif, destination)) {
            packets.trap(row, TrapReason.L3_PROTOCOLS, vif.index());
            edges.to(TRAP, row);
        } else if (destination == Vif.ROUTER_MAC && (vif.flags() & LAYERS) != Vif.FLAG_L2) {
            route(row, type, edges);
        } else if (bridges && vif.has(Vif.FLAG_POLICY)) {
            packets.addFlag(row, Packets.FLAG_BRIDGED);
            edges.to(FLOW, row);
        } else if (bridges) {
            edges.to(BRIDGE_INPUT, row);
        } else {
            edges.drop(
                    row,
                    MacAddress.isMulticast(destination)
                            ? DropReason.BROADCAST_FROM_GUEST
                            : DropReason.UNKNOWN_DESTINATION_MAC);
        }
    }

    private static void route(final int row, final int type, final Edges edges) {
        if (type == EtherType.IPV4) {
            edges.to(IP_INPUT, row);
        } else if (type == EtherType.IPV6) {
            edges.to(IP6_INPUT, row);
        } else {
            edges.drop(row, EtherType.isTag(type) ? DropReason.TAGGED_FROM_GUEST : DropReason.INVALID_PROTOCOL);
        }
    }

    /** Neighbour discovery, wherever it is sent to; extension headers are not allowed in front of it (RFC 6980). */
    static boolean isDiscovery(final long frame, final int lengthBytes) {
        final long ip = Memory.base(frame + IP_OFFSET);
        return lengthBytes >= IP_OFFSET + Ipv6.HEADER_BYTES + Icmpv6.HEADER_BYTES
                && Ipv6.nextHeader(ip) == IpProtocol.ICMPV6
                && Icmpv6.isNeighbourDiscovery(Icmpv6.type(Memory.base(ip + Ipv6.HEADER_BYTES)));
    }

    /** DHCP and IGMP, on interfaces whose agent serves them (sheet 2.2, step 4). */
    private boolean isForAgent(final int row, final Vif vif, final long destination) {
        if (packets.has(row, Packets.FLAG_FROM_AGENT)) {
            return false;
        }
        final boolean asked = (vif.flags() & (Vif.FLAG_DHCP | Vif.FLAG_IGMP)) != 0;
        return asked && MacAddress.isMulticast(destination) && isForAgent(row, vif);
    }

    private boolean isForAgent6(final int row, final Vif vif, final long destination) {
        return isDhcp6(row, vif, destination)
                || vif.has(Vif.FLAG_IGMP)
                        && MacAddress.isMulticast(destination)
                        && !packets.has(row, Packets.FLAG_FROM_AGENT)
                        && GroupFrame.isListenerMessage(packets.address(row), packets.lengthBytes(row));
    }

    private boolean isDhcp6(final int row, final Vif vif, final long destination) {
        final long ip = Memory.base(packets.address(row) + IP_OFFSET);
        return vif.has(Vif.FLAG_DHCP)
                && MacAddress.isMulticast(destination)
                && packets.lengthBytes(row) >= IP_OFFSET + Ipv6.HEADER_BYTES + Udp.HEADER_BYTES
                && Ipv6.nextHeader(ip) == IpProtocol.UDP
                && Udp.sourcePort(Memory.base(ip + Ipv6.HEADER_BYTES)) == UdpPort.DHCPV6_CLIENT;
    }

    private boolean isForAgent(final int row, final Vif vif) {
        final long ip = Memory.base(packets.address(row) + IP_OFFSET);
        final int availableBytes = packets.lengthBytes(row) - IP_OFFSET;
        final int headerBytes = Ipv4.check(ip, availableBytes);
        if (headerBytes < 0) {
            return false;
        }
        final int protocol = Ipv4.protocol(ip);
        if (protocol == IpProtocol.IGMP) {
            return vif.has(Vif.FLAG_IGMP);
        }
        return vif.has(Vif.FLAG_DHCP)
                && protocol == IpProtocol.UDP
                && !Ipv4.isFragment(ip)
                && availableBytes >= headerBytes + Udp.HEADER_BYTES
                && Udp.sourcePort(Memory.base(ip + headerBytes)) == UdpPort.DHCP_CLIENT;
    }
}
