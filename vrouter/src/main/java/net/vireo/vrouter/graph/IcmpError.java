// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IcmpErrors;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Tells a guest that its packet does not fit the tunnel (RFC 1191), since there is no agent to do it, and drops the
 * packet. The answer's source is the address that the guest wanted to reach: the router has none in a guest's network,
 * and a guest accepts the error from any source because it quotes the packet.
 */
final class IcmpError implements Node {
    static final int VIF_OUTPUT = 0;

    private static final int LIFE_OFFSET = 8;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;

    IcmpError(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int cause = rows[i];
            final int row = packets.birth(cause);
            if (row == Packets.UNKNOWN) {
                counters.add(LcoreCounter.ICMP_ERROR_NO_BUFFER, 1);
            } else {
                counters.add(LcoreCounter.BORN_ICMP_ERROR, 1);
                send(cause, row, edges);
            }
            edges.drop(cause, DropReason.MTU_EXCEEDED);
        }
    }

    private void send(final int cause, final int row, final Edges edges) {
        final long frame = Memory.base(packets.address(row));
        final long ip = Memory.base(packets.ip(cause));
        // The quote shows the packet as it was sent: undo what the ttl node did.
        Memory.putIntBe(ip + LIFE_OFFSET, packets.ipLife(cause));
        final int lengthBytes = IcmpErrors.fragmentationNeeded(
                ip,
                packets.lengthBytes(cause) - Ethernet.HEADER_BYTES,
                TunnelMtu.ipMtuBytes(tables, packets.txVif(cause)) - EncapMplsUdp.OVERHEAD_BYTES,
                (int) packets.addresses(cause),
                frame + Ethernet.HEADER_BYTES,
                IcmpErrors.MAX_BYTES);
        if (lengthBytes <= 0) {
            // Never an error about an error, a later fragment or a multicast (RFC 1812 4.3.2.7).
            edges.drop(row, DropReason.ICMP_ERROR);
            return;
        }
        final long old = packets.address(cause);
        final long guestMac = Ethernet.source(old);
        Ethernet.emit(frame, guestMac, Vif.ROUTER_MAC, EtherType.IPV4);
        packets.lengthBytes(row, Ethernet.HEADER_BYTES + lengthBytes);
        packets.txVif(row, packets.vif(cause));
        edges.to(VIF_OUTPUT, row);
    }
}
