// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Tables;

/**
 * Opens MPLS over UDP: the label says where the inner packet goes (sheet 2.1, step 7; RFC 7510). A sound IPv4 packet for
 * a guest here goes the short way; every other one is looked at by decap-input.
 */
final class MplsInput implements Node {
    static final int DECAP_INPUT = 0;
    static final int ENCAP_REWRITE = 1;
    static final int SECOND_FLOW = 2;

    private static final int POLICY = Nexthop.FLAG_POLICY | Nexthop.FLAG_FLOW_LOOKUP;
    private static final int ECN = 0x3;

    private final Packets packets;
    private final Tables tables;
    private final LabelStack labels;

    MplsInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        labels = new LabelStack(bench);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long udp = Memory.base(packets.ip(row) + packets.ipHeaderBytes(row));
            final DropReason refusal = open(row, udp, Udp.lengthBytes(udp) - Udp.HEADER_BYTES);
            if (refusal == null) {
                edges.to(shortWay(row), row);
            } else {
                edges.drop(row, refusal);
            }
        }
    }

    private DropReason open(final int row, final long udp, final int lengthBytes) {
        return Udp.checksum(udp) != 0 && !Udp.verifyChecksum(udp, packets.addresses(row))
                ? DropReason.CKSUM_ERR
                : labels.open(row, Memory.base(udp + Udp.HEADER_BYTES), lengthBytes);
    }

    /** Reads the inner header; whatever is not common about it, decap-input reads it again. */
    private int shortWay(final int row) {
        final Nexthop nexthop = tables.nexthop(packets.nexthopId(row));
        if (nexthop == null
                || nexthop.action != NexthopAction.ENCAP_ROUTED
                || packets.lengthBytes(row) < Ipv4.MIN_HEADER_BYTES) {
            return DECAP_INPUT;
        }
        final long ip = Memory.base(packets.address(row));
        final long head = Ipv4.head(ip);
        final int life = Ipv4.life(ip);
        final long addresses = Ipv4.addresses(ip);
        if (!IpInput.isSound(head, life, addresses, packets.lengthBytes(row))
                || (packets.outerTos(row) & ECN) != 0
                || (life >>> 16 & 0xff) == IpProtocol.TCP && DecapInput.opensTcp(ip, head)) {
            return DECAP_INPUT;
        }
        final boolean policy = (nexthop.flags & POLICY) != 0;
        if (policy) {
            packets.outerSource(row, (int) (packets.addresses(row) >>> 32));
        }
        packets.ip(row, ip, head, life, addresses);
        packets.cutTo(row, Packets.totalBytes(head));
        return policy ? SECOND_FLOW : ENCAP_REWRITE;
    }
}
