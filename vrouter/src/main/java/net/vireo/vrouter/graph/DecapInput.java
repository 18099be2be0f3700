// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Malformed;
import net.vireo.packet.Tcp;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Tables;

/**
 * Looks at what came out of an MPLS tunnel: an IP packet, whose header is checked against what the tunnel held and takes
 * over congestion marks (RFC 6040), or a frame, whose control word and tree header are taken off (sheet 2.1, step 7).
 */
final class DecapInput implements Node {
    static final int NEXTHOP = 0;
    static final int MSS_CLAMP = 1;

    private static final int FIRST_TREE_LABEL = 1024;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int TCP_FLAGS_OFFSET = 13;
    private static final int IPV6_VERSION = 6;

    private final Packets packets;
    private final Tables tables;
    private final Ecn ecn;

    DecapInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        ecn = new Ecn(packets);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final boolean clamps = tables.settings().clampToGuest();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            packets.outerSource(row, (int) (packets.addresses(row) >>> 32));
            final Nexthop nexthop = tables.nexthop(packets.nexthopId(row));
            final DropReason refusal = nexthop == null
                    ? DropReason.INVALID_NH
                    : nexthop.family == Nexthop.FAMILY_BRIDGE ? openFrame(row, nexthop) : openPacket(row);
            if (refusal != null) {
                edges.drop(row, refusal);
            } else {
                edges.to(clamps && InnerTcp.opens(packets, row) ? MSS_CLAMP : NEXTHOP, row);
            }
        }
    }

    private DropReason openFrame(final int row, final Nexthop nexthop) {
        packets.addFlag(row, Packets.FLAG_BRIDGED);
        final boolean tree = nexthop.action == NexthopAction.REPLICATE && packets.label(row) >= FIRST_TREE_LABEL;
        if (tree || nexthop.has(Nexthop.FLAG_L2_CONTROL_DATA)) {
            final int controlBytes = TreeHeader.CONTROL_WORD_BYTES + (tree ? TreeHeader.BLOCK_BYTES : 0);
            if (packets.lengthBytes(row) < controlBytes) {
                return DropReason.PULL;
            }
            if (Memory.getIntBe(packets.address(row)) != 0) {
                return DropReason.INVALID_PACKET;
            }
            packets.move(row, controlBytes, packets.lengthBytes(row) - controlBytes);
        }
        return packets.lengthBytes(row) < Ethernet.HEADER_BYTES ? DropReason.PULL : null;
    }

    private DropReason openPacket(final int row) {
        final int availableBytes = packets.lengthBytes(row);
        if (availableBytes < Ipv4.MIN_HEADER_BYTES) {
            return DropReason.PULL;
        }
        final long ip = packets.address(row);
        return Memory.getByte(ip) >>> 4 == IPV6_VERSION
                ? openIp6(row, ip, availableBytes)
                : openIp4(row, ip, availableBytes);
    }

    private DropReason openIp6(final int row, final long ip, final int availableBytes) {
        final int headerBytes = Ipv6.check(ip, availableBytes);
        if (headerBytes < 0) {
            return IpInput.reason(headerBytes);
        }
        packets.ip6(row, ip);
        packets.cutTo(row, Ipv6.totalLengthBytes(ip));
        return ecn.combineIp6(row);
    }

    private DropReason openIp4(final int row, final long ip, final int availableBytes) {
        final long head = Ipv4.head(ip);
        final int life = Ipv4.life(ip);
        final long addresses = Ipv4.addresses(ip);
        final int headerBytes = Ipv4.checkHead((int) (head >>> 32), availableBytes);
        if (headerBytes < 0) {
            return headerBytes == Malformed.BAD_VERSION ? DropReason.INVALID_PROTOCOL : IpInput.reason(headerBytes);
        }
        if (!IpInput.checksumHolds(ip, head, life, addresses, headerBytes)) {
            return DropReason.CKSUM_ERR;
        }
        packets.ip(row, ip, head, life, addresses);
        packets.cutTo(row, Packets.totalBytes(head));
        return ecn.combineIp4(row);
    }

    /** Whether a TCP packet begins a connection: not a later fragment, long enough, SYN set. */
    static boolean opensTcp(final long ip, final long head) {
        final int headerBytes = Packets.headerBytes(head);
        return (head & FRAGMENT_OFFSET) == 0
                && Packets.totalBytes(head) >= headerBytes + Tcp.MIN_HEADER_BYTES
                && (Memory.getByte(ip + headerBytes + TCP_FLAGS_OFFSET) & Tcp.SYN) != 0;
    }
}
