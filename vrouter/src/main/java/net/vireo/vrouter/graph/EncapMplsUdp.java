// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.Ethernet;
import net.vireo.packet.FlowHash;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Mpls;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;

/**
 * Puts a packet in an MPLS-over-UDP tunnel (sheet 2.8, RFC 7510): 46 bytes in seven stores.
 *
 * <pre>
 *   0  Ethernet 14 | IPv4 20 | UDP 8 | MPLS 4 | inner IPv4 ...
 * </pre>
 *
 * Outer TTL 64, DF clear, DSCP 0, ECN as inside (RFC 6040), UDP checksum 0, source port from the inner flow.
 */
final class EncapMplsUdp implements Node {
    static final int VIF_OUTPUT = 0;
    static final int TUNNEL_TOO_BIG = 1;
    static final int MSS_CLAMP = 2;

    /** What the tunnel adds to an IP packet; the Ethernet header takes the place of the guest's. */
    static final int OVERHEAD_BYTES = Ipv4.MIN_HEADER_BYTES + Udp.HEADER_BYTES + Mpls.ENTRY_BYTES;

    private static final int PUSH_BYTES = Ethernet.HEADER_BYTES + OVERHEAD_BYTES;
    private static final int VERSION_IHL = 0x4500;
    private static final int ECN = 0x3;
    private static final int TTL_PROTOCOL = 64 << 8 | IpProtocol.UDP;
    private static final int FRAGMENT_BITS = 0x3fff;
    private static final int BOTTOM = 0x100;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;
    private final LcoreCounters counters;
    private final long seed;

    /** The tunnel that the fields below belong to: most packets of a burst take the same. */
    private int tunnelId = Packets.UNKNOWN;

    private Nexthop tunnel;
    private boolean straight;

    /** The largest inner packet that fits. */
    private int limitBytes;

    private long ethernetHigh;
    private long ethernetLowAndVersion;
    private long source;
    private long destination;

    /** Sum over what is the same in all headers of the tunnel. */
    private int constantSum;

    /** Identification of the next outer header; the lcores start apart, and none is ever fragmented on the way. */
    private int id;

    EncapMplsUdp(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
        counters = bench.counters();
        seed = bench.seed();
        id = bench.cache().lcore() << 12;
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final boolean clamps = tables.settings().clampFromGuest();
        int vrf = Packets.UNKNOWN;
        int sent = 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.nexthopId(row) != tunnelId) {
                prepare(packets.nexthopId(row));
            }
            if (tunnel == null || !tunnel.resolved) {
                edges.drop(row, tunnel == null ? DropReason.INVALID_NH : DropReason.UNRESOLVED_NEIGHBOUR);
            } else if (Packets.totalBytes(packets.ipHead(row)) > limitBytes
                    && !packets.has(row, Packets.FLAG_SEGMENTS_FIT)) {
                edges.to(TUNNEL_TOO_BIG, row);
            } else if (clamps && isNewTcp(row)) {
                edges.to(MSS_CLAMP, row);
            } else if (packets.headroomBytes(row) < OVERHEAD_BYTES) {
                edges.drop(row, DropReason.PUSH);
            } else {
                if (packets.vrf(row) != vrf) {
                    counters.vrf(vrf, VrfCounter.TUNNEL_MPLS_UDP, sent);
                    vrf = packets.vrf(row);
                    sent = 0;
                }
                sent++;
                final long packet = push(row, id++ & 0xffff);
                packets.txVif(row, tunnel.vifIndex);
                if (straight) {
                    transmit.add(tunnel.vifIndex, packet);
                } else {
                    edges.to(VIF_OUTPUT, row);
                }
            }
        }
        counters.vrf(vrf, VrfCounter.TUNNEL_MPLS_UDP, sent);
        // A next hop that was replaced must not be kept by the cache.
        tunnelId = Packets.UNKNOWN;
        tunnel = null;
    }

    private boolean isNewTcp(final int row) {
        return (packets.ipLife(row) >>> 16 & 0xff) == IpProtocol.TCP
                && DecapInput.opensTcp(packets.ip(row), packets.ipHead(row))
                && !packets.has(row, Packets.FLAG_CLAMPED);
    }

    private void prepare(final int nexthopId) {
        tunnelId = nexthopId;
        tunnel = tables.nexthop(nexthopId);
        if (tunnel == null) {
            return;
        }
        straight = transmit.isOpen(tunnel.vifIndex);
        limitBytes = TunnelMtu.ipMtuBytes(tables, tunnel.vifIndex) - OVERHEAD_BYTES;
        ethernetHigh = tunnel.rewriteHigh;
        ethernetLowAndVersion = tunnel.rewriteLow << 16 | VERSION_IHL;
        source = tunnel.tunnelSource & 0xffff_ffffL;
        destination = tunnel.tunnelDestination & 0xffff_ffffL;
        constantSum = Checksum.fold(VERSION_IHL + TTL_PROTOCOL + source + destination);
    }

    /** @return the packet with its tunnel's headers */
    private long push(final int row, final int identification) {
        final long frame = Memory.base(packets.ip(row) - PUSH_BYTES);
        final long head = packets.ipHead(row);
        final int innerBytes = Packets.totalBytes(head);
        final int totalBytes = OVERHEAD_BYTES + innerBytes;
        final int tos = (int) (head >>> 48) & ECN;
        final int life = packets.ipLife(row);
        final long sourcePort = FlowHash.udpSourcePort(hash(row, head, life));
        // A packet whose segments are still to be cut may be longer than a header can say; each segment gets its own.
        // Two folds are enough for four 16-bit words.
        int sum = constantSum + totalBytes + tos + identification;
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~(sum + (sum >>> 16)) & 0xffff;
        Memory.putLongBe(frame, ethernetHigh);
        Memory.putLongBe(frame + 8, ethernetLowAndVersion | tos);
        Memory.putLongBe(frame + 16, (long) totalBytes << 48 | (long) identification << 32 | TTL_PROTOCOL);
        Memory.putLongBe(frame + 24, (long) sum << 48 | source << 16 | destination >>> 16);
        Memory.putLongBe(
                frame + 32,
                destination << 48
                        | sourcePort << 32
                        | (long) UdpPort.MPLS << 16
                        | totalBytes - Ipv4.MIN_HEADER_BYTES & 0xffff);
        Memory.putShortBe(frame + 40, (short) 0);
        // The route look-up has lowered the packet's TTL, not the row's.
        Memory.putIntBe(frame + 42, packets.label(row) << 12 | BOTTOM | (life >>> 24) - 1);
        return packets.move(row, -OVERHEAD_BYTES, PUSH_BYTES + innerBytes);
    }

    /** All fragments of a datagram take one way, so for them the ports do not count. */
    private int hash(final int row, final long head, final int life) {
        final int protocol = life >>> 16 & 0xff;
        final int headerBytes = Packets.headerBytes(head);
        final boolean hasPorts = (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
                && (head & FRAGMENT_BITS) == 0
                && Packets.totalBytes(head) >= headerBytes + Integer.BYTES;
        final int ports = hasPorts ? Memory.getIntBe(packets.ip(row) + headerBytes) : 0;
        return FlowHash.hash(packets.addresses(row), ports, protocol, packets.vrf(row), seed);
    }
}
