// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** Takes what is addressed to this node: tunnels are opened here, everything else is the host's (sheet 2.1, step 6). */
final class Receive implements Node {
    static final int MPLS_INPUT = 0;
    static final int CROSS_CONNECT = 1;

    private static final int FRAGMENT_OFFSET = 0x1fff;

    private final Packets packets;
    private final Tables tables;

    Receive(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final Vif host = tables.vif(Vif.HOST_INDEX);
        final int hostAddress = host == null ? 0 : host.ip();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long ip = Memory.base(packets.ip(row));
            if (packets.vif(row) >= Vif.FIRST_GUEST_INDEX || (packets.flags(row) & Packets.FLAG_DECAPSULATED) != 0) {
                edges.drop(row, DropReason.GUEST_TO_HOST);
            } else if (isTunnel(row, ip) && isOurs(row, hostAddress)) {
                open(row, ip, hostAddress, edges);
            } else {
                packets.txVif(row, Vif.HOST_INDEX);
                edges.to(CROSS_CONNECT, row);
            }
        }
    }

    /** UDP to a tunnel's port; of a fragmented datagram only the first fragment shows its port. */
    private boolean isTunnel(final int row, final long ip) {
        final int headerBytes = packets.ipHeaderBytes(row);
        return (packets.ipLife(row) >>> 16 & 0xff) == IpProtocol.UDP
                && (packets.ipHead(row) & FRAGMENT_OFFSET) == 0
                && totalBytes(row) >= headerBytes + Udp.HEADER_BYTES
                && UdpPort.isMpls(Udp.ports(ip + headerBytes) & 0xffff);
    }

    /** A receive next hop has said so; without routes, the host's address does. */
    private boolean isOurs(final int row, final int hostAddress) {
        return (packets.flags(row) & Packets.FLAG_TO_ME) == 0
                || hostAddress == 0
                || (int) packets.addresses(row) == hostAddress;
    }

    private void open(final int row, final long ip, final int hostAddress, final Edges edges) {
        final int source = (int) (packets.addresses(row) >>> 32);
        if (source == (int) packets.addresses(row) || source == hostAddress) {
            edges.drop(row, DropReason.PKT_LOOP);
        } else if (Ipv4.isFragmentOf(packets.ipHead(row))) {
            edges.drop(row, DropReason.FRAGMENTS);
        } else {
            final int udpBytes =
                    Udp.check(ip + packets.ipHeaderBytes(row), totalBytes(row) - packets.ipHeaderBytes(row));
            if (udpBytes < 0) {
                edges.drop(row, IpInput.reason(udpBytes));
            } else {
                edges.to(MPLS_INPUT, row);
            }
        }
    }

    private int totalBytes(final int row) {
        return packets.ipBytes(row);
    }
}
