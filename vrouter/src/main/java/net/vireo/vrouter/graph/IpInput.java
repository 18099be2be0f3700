// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.Malformed;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Checks an IPv4 header behind an Ethernet header as RFC 1812 5.2.2 asks, cuts off Ethernet padding, and puts the
 * header's fields in columns, so that later nodes need not read it again.
 */
final class IpInput implements Node {
    static final int ROUTE_LOOKUP = 0;
    static final int RECEIVE = 1;
    static final int FLOW = 2;

    /** Version 4, five words of header. */
    private static final long COMMON_VERSION_IHL = 0x45;

    private final Packets packets;
    private final Tables tables;

    IpInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long ip = Memory.base(packets.address(row) + Ethernet.HEADER_BYTES);
            final int availableBytes = packets.lengthBytes(row) - Ethernet.HEADER_BYTES;
            if (availableBytes < Ipv4.MIN_HEADER_BYTES) {
                edges.drop(row, DropReason.PULL);
                continue;
            }
            final long head = Ipv4.head(ip);
            final int life = Ipv4.life(ip);
            final long addresses = Ipv4.addresses(ip);
            final int headerBytes = Ipv4.checkHead((int) (head >>> 32), availableBytes);
            if (headerBytes < 0) {
                edges.drop(row, reason(headerBytes));
            } else if (!checksumHolds(ip, head, life, addresses, headerBytes)) {
                edges.drop(row, DropReason.CKSUM_ERR);
            } else if (!Ipv4Address.isHost((int) addresses)) {
                edges.drop(row, DropReason.MULTICAST_DESTINATION);
            } else if (!Ipv4Address.isHost((int) (addresses >>> 32))) {
                edges.drop(row, DropReason.INVALID_SOURCE);
            } else {
                packets.ip(row, ip, head, life, addresses);
                packets.cutTo(row, Ethernet.HEADER_BYTES + Packets.totalBytes(head));
                edges.to(edge(row), row);
            }
        }
    }

    private int edge(final int row) {
        if (packets.has(row, Packets.FLAG_TO_ME)) {
            return RECEIVE;
        }
        return wantsFlow(packets, tables, row) || fromHost(row) ? FLOW : ROUTE_LOOKUP;
    }

    /** The host's packets come here when they are for a guest under a link-local address, which is translated. */
    private boolean fromHost(final int row) {
        return packets.vif(row) == Vif.HOST_INDEX
                && !packets.has(row, Packets.FLAG_FLOW_DONE)
                && Ipv4Address.isLinkLocal((int) packets.addresses(row));
    }

    /** Whether a packet comes from a guest whose interface has a policy that has not been asked yet. */
    static boolean wantsFlow(final Packets packets, final Tables tables, final int row) {
        if (packets.has(row, Packets.FLAG_FLOW_DONE | Packets.FLAG_DECAPSULATED)
                || packets.vif(row) < Vif.FIRST_GUEST_INDEX) {
            return false;
        }
        final Vif vif = tables.vif(packets.vif(row));
        return vif != null && vif.has(Vif.FLAG_POLICY);
    }

    static DropReason reason(final int malformed) {
        return malformed == Malformed.TRUNCATED ? DropReason.PULL : DropReason.INVALID_PACKET;
    }

    /**
     * Whether an IPv4 header is of the common kind, without options, and nothing is wrong with it: version, lengths,
     * checksum, from the words that were read. What is not is for {@link #process} to look at.
     */
    static boolean isSound(final long head, final int life, final long addresses, final int availableBytes) {
        final int totalBytes = Packets.totalBytes(head);
        final long sum = Checksum.word(head) + Checksum.word(addresses) + (life & 0xffff_ffffL);
        // At most 35 bits, so two folds leave 17, and a sum that holds is 0xffff or 0x1fffe.
        final long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
        final long half = (folded & 0xffff) + (folded >>> 16);
        return head >>> 56 == COMMON_VERSION_IHL
                && totalBytes >= Ipv4.MIN_HEADER_BYTES
                && totalBytes <= availableBytes
                && (half & 0xffff) + (half >>> 16) == 0xffff;
    }

    /** The header's checksum from the words that were read; only options, which are rare, are read here. */
    static boolean checksumHolds(
            final long ip, final long head, final int life, final long addresses, final int headerBytes) {
        long sum = Checksum.word(head) + Checksum.word(addresses) + (life & 0xffff_ffffL);
        if (headerBytes > Ipv4.MIN_HEADER_BYTES) {
            sum += Checksum.sum(ip + Ipv4.MIN_HEADER_BYTES, headerBytes - Ipv4.MIN_HEADER_BYTES);
        }
        // At most 35 bits, so three folds leave 16.
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return sum == 0xffff;
    }
}
