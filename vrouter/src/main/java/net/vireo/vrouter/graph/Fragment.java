// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv4Fragmenter;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Tables;

/**
 * Cuts an IPv4 packet that does not fit its tunnel into fragments that do (sheet 2.9, RFC 791 3.2): the packet inside,
 * not the tunnel's, so that the far guest puts it together and no router does. What stands in front of the packet, its
 * Ethernet header with tags, is put in front of each fragment. Fragments are births, the packet is consumed.
 */
final class Fragment implements Node {
    static final int NEXTHOP = 0;

    /** A 64 KB packet in a 1500-byte fabric has 46; whoever needs more has an MTU that is not worth it. */
    private static final int MAX_FRAGMENTS = 64;

    private static final int TTL = 0xff00_0000;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final PoolCache cache;
    private final int[] born = new int[MAX_FRAGMENTS];

    Fragment(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
        cache = bench.cache();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            cut(rows[i], edges);
        }
    }

    private void cut(final int row, final Edges edges) {
        packets.completeChecksum(row);
        final long ip = packets.ip(row);
        final int frontBytes = (int) (ip - packets.address(row));
        final int mtuBytes = TunnelMtu.innerMtuBytes(packets, tables, row);
        final long plan = Ipv4Fragmenter.plan(ip, packets.ipHeaderBytes(row), mtuBytes);
        final int count = Ipv4Fragmenter.count(plan);
        if (count <= 0 || count > MAX_FRAGMENTS) {
            edges.drop(row, DropReason.FRAGMENTATION_NEEDED);
        } else if (!bear(row, count, frontBytes + mtuBytes, edges)) {
            edges.drop(row, DropReason.NO_MEMORY);
        } else {
            for (int k = 0; k < count; k++) {
                fill(born[k], row, frontBytes, plan, k);
                edges.to(NEXTHOP, born[k]);
            }
            counters.add(LcoreCounter.CONSUMED_FRAGMENTED, 1);
            cache.free(packets.packet(row));
        }
    }

    /** All fragments or none: the far guest can do nothing with some. */
    private boolean bear(final int row, final int count, final int lengthBytes, final Edges edges) {
        for (int k = 0; k < count; k++) {
            final long buffer = packets.hasRoom() ? cache.take(lengthBytes) : PoolCache.NONE;
            if (buffer == PoolCache.NONE) {
                for (int dead = 0; dead < k; dead++) {
                    edges.drop(born[dead], DropReason.NO_MEMORY);
                }
                return false;
            }
            born[k] = packets.adopt(row, buffer);
            counters.add(LcoreCounter.BORN_FRAGMENT, 1);
        }
        return true;
    }

    /** A fragment knows what the packet knows. */
    private void fill(final int fragment, final int row, final int frontBytes, final long plan, final int k) {
        final long frame = packets.address(fragment);
        final long out = Memory.base(frame + frontBytes);
        Memory.copy(packets.address(row), frame, frontBytes);
        final int ipBytes = Ipv4Fragmenter.emit(packets.ip(row), plan, k, out);
        packets.lengthBytes(fragment, frontBytes + ipBytes);
        // The route look-up has lowered the packet's TTL, not the row's.
        final int life = packets.ipLife(row) & TTL | Ipv4.life(out) & ~TTL;
        packets.ip(fragment, out, Ipv4.head(out), life, packets.addresses(row));
        packets.addFlag(fragment, packets.flags(row));
        packets.qosClass(fragment, packets.qosClass(row));
        packets.forward(fragment, packets.nexthopId(row), packets.hasLabel(row) ? packets.label(row) : Packets.UNKNOWN);
    }
}
