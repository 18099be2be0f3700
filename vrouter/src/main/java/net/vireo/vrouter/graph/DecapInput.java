// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Malformed;
import net.vireo.packet.Tcp;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;

/**
 * Checks the IPv4 header that came out of a tunnel against what the tunnel held, and hands congestion marks from the
 * outer to the inner header (RFC 6040, section 4.2).
 */
final class DecapInput implements Node {
    static final int NEXTHOP = 0;
    static final int MSS_CLAMP = 1;

    private static final int ECN = 0x3;
    private static final int ECT_1 = 0x1;
    private static final int ECT_0 = 0x2;
    private static final int CE = 0x3;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int TCP_FLAGS_OFFSET = 13;
    private static final int CHECKSUM_OFFSET = 10;

    private final Packets packets;
    private final Tables tables;

    DecapInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final boolean clamps = tables.settings().clampToGuest();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long ip = Memory.base(packets.address(row));
            final DropReason refusal = parse(row, ip);
            if (refusal != null) {
                edges.drop(row, refusal);
            } else {
                edges.to(clamps && opensTcp(row, ip) ? MSS_CLAMP : NEXTHOP, row);
            }
        }
    }

    private DropReason parse(final int row, final long ip) {
        final int availableBytes = packets.lengthBytes(row);
        if (availableBytes < Ipv4.MIN_HEADER_BYTES) {
            return DropReason.PULL;
        }
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
        packets.lengthBytes(row, Packets.totalBytes(head));
        return combineEcn(row, ip, (int) (head >>> 48) & 0xff, packets.outerTos(row) & ECN);
    }

    private DropReason combineEcn(final int row, final long ip, final int tos, final int outer) {
        final int inner = tos & ECN;
        if (outer == CE && inner == 0) {
            return DropReason.CONGESTED_NOT_ECT;
        }
        if (inner != outer && (outer == CE || outer == ECT_1 && inner == ECT_0)) {
            mark(row, ip, tos & ~ECN | outer);
        }
        return null;
    }

    private void mark(final int row, final long ip, final int tos) {
        final int old = (int) (packets.ipHead(row) >>> 48);
        final int now = old & 0xff00 | tos;
        final int checksum = Checksum.update16(packets.ipLife(row) & 0xffff, old, now);
        Memory.putShortBe(ip, (short) now);
        Memory.putShortBe(ip + CHECKSUM_OFFSET, (short) checksum);
        packets.ipHead(row, packets.ipHead(row) & 0x0000_ffff_ffff_ffffL | (long) now << 48);
        packets.ipLife(row, packets.ipLife(row) & 0xffff_0000 | checksum);
    }

    private boolean opensTcp(final int row, final long ip) {
        return (packets.ipLife(row) >>> 16 & 0xff) == IpProtocol.TCP && opensTcp(ip, packets.ipHead(row));
    }

    /** Whether a TCP packet begins a connection: not a later fragment, long enough, SYN set. */
    static boolean opensTcp(final long ip, final long head) {
        final int headerBytes = Packets.headerBytes(head);
        return (head & FRAGMENT_OFFSET) == 0
                && Packets.totalBytes(head) >= headerBytes + Tcp.MIN_HEADER_BYTES
                && (Memory.getByte(ip + headerBytes + TCP_FLAGS_OFFSET) & Tcp.SYN) != 0;
    }
}
