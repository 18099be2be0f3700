// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.FlowHash;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.table.Nexthop;

/**
 * The outer Ethernet, IPv4 and UDP headers of one tunnel but for the UDP checksum: 40 bytes in five stores. Outer TTL 64, DF
 * clear, DSCP 0, ECN as inside (RFC 6040), source port from the inner flow. One lcore.
 */
final class OuterUdp {
    /** What {@link #write} writes; the UDP checksum, which is 0, comes next. */
    static final int WRITTEN_BYTES = 40;

    private static final int VERSION_IHL = 0x4500;
    private static final int ECN = 0x3;
    private static final int TTL_PROTOCOL = 64 << 8 | IpProtocol.UDP;
    private static final int FRAGMENT_BITS = 0x3fff;

    private final Packets packets;
    private final int port;
    private final long seed;

    private long ethernetHigh;
    private long ethernetLowAndVersion;
    private long source;
    private long destination;

    /** Sum over what is the same in all headers of the tunnel. */
    private int constantSum;

    /** Identification of the next outer header; lcores and nodes start apart. */
    private int id;

    /**
     * @param port that the far end listens on: {@link UdpPort}
     * @param firstId where the node's identifications start, below 0x1000
     */
    OuterUdp(final Workbench bench, final int port, final int firstId) {
        this.port = port;
        packets = bench.packets();
        seed = bench.seed();
        id = bench.cache().lcore() << 12 | firstId;
    }

    /** Headers are this tunnel's from now on. */
    void tunnel(final Nexthop tunnel) {
        ethernetHigh = tunnel.rewriteHigh;
        ethernetLowAndVersion = tunnel.rewriteLow << 16 | VERSION_IHL;
        source = tunnel.tunnelSource & 0xffff_ffffL;
        destination = tunnel.tunnelDestination & 0xffff_ffffL;
        constantSum = Checksum.fold(VERSION_IHL + TTL_PROTOCOL + source + destination);
    }

    /**
     * Writes the headers of a row's packet.
     *
     * @param frame where they begin
     * @param totalBytes of the outer IPv4 packet. A packet whose segments are still to be cut may be longer than a header can
     *     say; each segment gets its own
     */
    void write(final long frame, final int row, final int totalBytes) {
        final long head = packets.ipHead(row);
        final int identification = id++ & 0xffff;
        final int tos = (int) (head >>> 48) & ECN;
        final long sourcePort = FlowHash.udpSourcePort(hash(row, head, packets.ipLife(row)));
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
                destination << 48 | sourcePort << 32 | (long) port << 16 | totalBytes - Ipv4.MIN_HEADER_BYTES & 0xffff);
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
