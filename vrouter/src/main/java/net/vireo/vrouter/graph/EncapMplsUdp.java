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
import net.vireo.vrouter.table.Nexthop;

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

    /** What the tunnel adds to an IP packet. */
    static final int OVERHEAD_BYTES = Ipv4.MIN_HEADER_BYTES + Udp.HEADER_BYTES + Mpls.ENTRY_BYTES;

    private static final int PUSH_BYTES = Ethernet.HEADER_BYTES + OVERHEAD_BYTES;
    private static final int VERSION_IHL = 0x4500;
    private static final int ECN = 0x3;
    private static final int TTL_PROTOCOL = 64 << 8 | IpProtocol.UDP;
    private static final int FRAGMENT_BITS = 0x3fff;
    private static final int BOTTOM = 0x100;

    private final Packets packets;
    private final long seed;

    /** Identification of the next outer header; the lcores start apart, and none is ever fragmented on the way. */
    private int id;

    EncapMplsUdp(final Workbench bench) {
        packets = bench.packets();
        seed = bench.seed();
        id = bench.cache().lcore() << 12;
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Nexthop nexthop = packets.nexthop[row];
            final long frame = Memory.base(packets.ip[row] - PUSH_BYTES);
            if (!nexthop.resolved) {
                edges.drop(row, DropReason.UNRESOLVED_NEIGHBOUR);
            } else if (frame < packets.buffer[row]) {
                edges.drop(row, DropReason.PUSH);
            } else {
                final int innerBytes = (int) (packets.ipHead[row] >>> 32) & 0xffff;
                push(frame, nexthop, innerBytes, row);
                packets.address[row] = frame;
                packets.lengthBytes[row] = PUSH_BYTES + innerBytes;
                edges.to(VIF_OUTPUT, row);
            }
        }
    }

    private void push(final long frame, final Nexthop nexthop, final int innerBytes, final int row) {
        final int tos = (int) (packets.ipHead[row] >>> 48) & ECN;
        final int totalBytes = OVERHEAD_BYTES + innerBytes;
        final int identification = id++ & 0xffff;
        final long source = nexthop.tunnelSource & 0xffff_ffffL;
        final long destination = nexthop.tunnelDestination & 0xffff_ffffL;
        final long addresses = source << 32 | destination;
        final int checksum = Checksum.finish(
                (VERSION_IHL | tos) + totalBytes + identification + TTL_PROTOCOL + Checksum.word(addresses));
        final long sourcePort = FlowHash.udpSourcePort(hash(row));
        final int entry = packets.label[row] << 12 | BOTTOM | packets.ttl[row];
        Memory.putLongBe(frame, nexthop.rewriteHigh);
        Memory.putLongBe(frame + 8, nexthop.rewriteLow << 16 | VERSION_IHL | tos);
        Memory.putLongBe(frame + 16, (long) totalBytes << 48 | (long) identification << 32 | TTL_PROTOCOL);
        Memory.putLongBe(frame + 24, (long) checksum << 48 | source << 16 | destination >>> 16);
        Memory.putLongBe(
                frame + 32,
                destination << 48 | sourcePort << 32 | (long) UdpPort.MPLS << 16 | totalBytes - Ipv4.MIN_HEADER_BYTES);
        Memory.putShortBe(frame + 40, (short) 0);
        Memory.putIntBe(frame + 42, entry);
    }

    /** All fragments of a datagram take one way, so for them the ports do not count. */
    private int hash(final int row) {
        final int protocol = packets.ipLife[row] >>> 16 & 0xff;
        final long head = packets.ipHead[row];
        final int headerBytes = packets.ipHeaderBytes[row];
        final boolean hasPorts = (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
                && (head & FRAGMENT_BITS) == 0
                && ((int) (head >>> 32) & 0xffff) >= headerBytes + Integer.BYTES;
        final int ports = hasPorts ? Memory.getIntBe(packets.ip[row] + headerBytes) : 0;
        return FlowHash.hash(packets.addresses[row], ports, protocol, packets.vrf[row], seed);
    }
}
