// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Vlan;
import net.vireo.port.offload.Offload;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Makes the copies that mirrors get (sheet 1.9): of what a vif receives, of what it sends, of a flow's packets. A copy is
 * a whole Ethernet frame. For a dynamic mirror metadata stands in front of it, else it travels under the mirror's VNI.
 * Copies are never mirrored again, and a mirror that the NIC serves gets none from here. The original goes its way as if
 * nothing had been.
 */
final class Mirroring {
    /** What stands for metadata that nobody configured. */
    private static final byte[] UNCONFIGURED = {(byte) 0xff, 0};

    private static final byte[] NONE = {};
    private static final int ADDRESSES_BYTES = 12;
    private static final int SILENT = Mirror.FLAG_HW_ASSISTED | Mirror.FLAG_MARKED_DELETE;

    /** A copy is sent as it is: no flow, no clamping of its MSS, no second copy. */
    private static final int COPY_FLAGS =
            Packets.FLAG_MIRROR_COPY | Packets.FLAG_BRIDGED | Packets.FLAG_FLOW_DONE | Packets.FLAG_CLAMPED;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final PoolCache cache;

    Mirroring(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
        cache = bench.cache();
    }

    /**
     * A copy of what came in on a vif that mirrors it.
     *
     * @return a row for the mirror node, or {@link Packets#UNKNOWN} when there is no copy
     */
    int received(final int row, final Vif vif) {
        return vif.has(Vif.FLAG_MIRROR_RX)
                ? copy(row, vif.features().mirror(), vif.features().ingressMetadata(), NONE, isUntagged(row, vif))
                : Packets.UNKNOWN;
    }

    /** The same for what is about to leave by a vif. */
    int sent(final int row, final Vif vif) {
        return vif.has(Vif.FLAG_MIRROR_TX)
                ? copy(row, vif.features().mirror(), vif.features().egressMetadata(), NONE, false)
                : Packets.UNKNOWN;
    }

    /**
     * A copy for a flow's mirror. A packet that came out of a tunnel without an Ethernet header gets the one that it will
     * have towards its guest.
     *
     * @param metadata the flow's, empty when it has none
     * @return a row for the mirror node, or {@link Packets#UNKNOWN} when there is no copy
     */
    int mirror(final int row, final int mirrorIndex, final byte[] metadata) {
        final boolean bare = packets.has(row, Packets.FLAG_DECAPSULATED)
                && !packets.has(row, Packets.FLAG_BRIDGED)
                && packets.ip(row) == packets.address(row);
        final int copy = copy(row, mirrorIndex, metadata, bare ? HEADER_TO_COME : NONE, false);
        if (bare && copy != Packets.UNKNOWN) {
            writeEthernet(row, Memory.base(packets.address(copy) + frontBytes(mirrorIndex, metadata)));
        }
        return copy;
    }

    /** Makes room for the Ethernet header that a bare packet lacks. */
    private static final byte[] HEADER_TO_COME = new byte[Ethernet.HEADER_BYTES];

    private void writeEthernet(final int row, final long frame) {
        final Nexthop nexthop = tables.nexthop(packets.nexthopId(row));
        final boolean known = nexthop != null && nexthop.type == Nexthop.TYPE_ENCAP && nexthop.resolved;
        Ethernet.emit(
                frame,
                known ? nexthop.destinationMac() : Vif.ROUTER_MAC,
                Vif.ROUTER_MAC,
                packets.has(row, Packets.FLAG_IP6) ? EtherType.IPV6 : EtherType.IPV4);
    }

    private int frontBytes(final int mirrorIndex, final byte[] metadata) {
        return front(tables.mirrors().at(mirrorIndex), metadata).length;
    }

    private static byte[] front(final Mirror mirror, final byte[] metadata) {
        if (mirror == null || (mirror.flags() & Mirror.FLAG_DYNAMIC) == 0) {
            return NONE;
        }
        return metadata.length == 0 ? UNCONFIGURED : metadata;
    }

    private boolean isUntagged(final int row, final Vif vif) {
        return vif.has(Vif.FLAG_MIRROR_NO_TAG)
                && packets.lengthBytes(row) >= Ethernet.HEADER_BYTES + Vlan.TAG_BYTES
                && EtherType.isTag(Ethernet.type(packets.address(row)));
    }

    private int copy(
            final int row, final int mirrorIndex, final byte[] metadata, final byte[] header, final boolean untag) {
        final Mirror mirror = packets.has(row, Packets.FLAG_MIRROR_COPY)
                ? null
                : tables.mirrors().at(mirrorIndex);
        if (mirror == null || (mirror.flags() & SILENT) != 0) {
            return Packets.UNKNOWN;
        }
        final byte[] front = front(mirror, metadata);
        final int frameBytes = packets.lengthBytes(row) - (untag ? Vlan.TAG_BYTES : 0);
        final int lengthBytes = front.length + header.length + frameBytes;
        // A buffer of its own size, so that metadata takes nothing of the room that the tunnel needs.
        final long buffer = packets.hasRoom() ? cache.take(lengthBytes) : PoolCache.NONE;
        if (buffer == PoolCache.NONE) {
            counters.add(LcoreCounter.MIRROR_NO_BUFFER, 1);
            return Packets.UNKNOWN;
        }
        final int copy = packets.adopt(row, buffer);
        counters.add(LcoreCounter.BORN_COPY, 1);
        packets.lengthBytes(copy, lengthBytes);
        final long to = packets.address(copy);
        Memory.copyIn(front, 0, to, front.length);
        Memory.copyIn(header, 0, to + front.length, header.length);
        copyFrame(packets.address(row), to + front.length + header.length, frameBytes, untag);
        final long open = packets.offload(row);
        if (Offload.needsChecksum(open)) {
            // What the NIC or the far guest would complete is completed here: an analyser wants packets as on a wire.
            final int behindBytes = packets.lengthBytes(copy) - packets.lengthBytes(row);
            packets.offload(copy, Offload.moved(open, packets.offset(copy) + behindBytes - packets.offset(row)));
            packets.completeChecksum(copy);
        }
        packets.addFlag(copy, COPY_FLAGS);
        packets.forward(
                copy, mirror.nexthopId(), (mirror.flags() & Mirror.FLAG_DYNAMIC) != 0 ? Packets.UNKNOWN : mirror.vni());
        return copy;
    }

    private static void copyFrame(final long from, final long to, final int frameBytes, final boolean untag) {
        if (untag) {
            Memory.copy(from, to, ADDRESSES_BYTES);
            Memory.copy(from + ADDRESSES_BYTES + Vlan.TAG_BYTES, to + ADDRESSES_BYTES, frameBytes - ADDRESSES_BYTES);
        } else {
            Memory.copy(from, to, frameBytes);
        }
    }
}
