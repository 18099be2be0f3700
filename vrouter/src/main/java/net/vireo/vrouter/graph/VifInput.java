// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.Ethernet;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** Counts what came in on a vif and starts it on the way that the vif's type and flags demand (sheet 2.1, 2.2). */
final class VifInput implements Node {
    static final int FABRIC = 0;
    static final int GUEST = 1;
    static final int CROSS_CONNECT = 2;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;

    VifInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        // A burst comes from one receive queue, and a queue belongs to one vif.
        final int index = packets.vif(rows[0]);
        final Vif vif = tables.vif(index);
        final long lengthBytes = vif == null ? dropAll(rows, count, edges) : startAll(vif, rows, count, edges);
        counters.received(index, count, lengthBytes);
    }

    /** @return bytes of all packets */
    private long startAll(final Vif vif, final int[] rows, final int count, final Edges edges) {
        final int edge = edge(vif);
        final int flags = isBareFabric(vif) ? Packets.FLAG_TO_ME : 0;
        final int crossConnect = vif.crossConnect() == Vif.NONE ? Vif.FABRIC_INDEX : vif.crossConnect();
        final long origin = Packets.origin(vif.index(), vif.vrf(), flags);
        long sumBytes = 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final int lengthBytes = packets.lengthBytes(row);
            sumBytes += lengthBytes;
            packets.enter(row, origin);
            if (edge == CROSS_CONNECT) {
                packets.txVif(row, crossConnect);
            }
            if (lengthBytes < Ethernet.HEADER_BYTES) {
                edges.drop(row, DropReason.PULL);
            } else {
                edges.to(edge, row);
            }
        }
        return sumBytes;
    }

    private static int edge(final Vif vif) {
        return switch (vif.type()) {
            case Vif.TYPE_PHYSICAL -> FABRIC;
            case Vif.TYPE_VIRTUAL -> GUEST;
            default -> CROSS_CONNECT;
        };
    }

    /** A fabric vif in cross-connect mode has no routes yet: all its IPv4 is for this node. */
    private static boolean isBareFabric(final Vif vif) {
        return vif.type() == Vif.TYPE_PHYSICAL && (vif.flags() & Vif.FLAG_XCONNECT) != 0;
    }

    /** @return bytes of all packets */
    private long dropAll(final int[] rows, final int count, final Edges edges) {
        long sumBytes = 0;
        for (int i = 0; i < count; i++) {
            sumBytes += packets.lengthBytes(rows[i]);
            edges.drop(rows[i], DropReason.INTERFACE_RX_DISCARD);
        }
        return sumBytes;
    }
}
