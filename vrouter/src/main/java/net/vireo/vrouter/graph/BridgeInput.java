// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.MacAddress;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.BridgeCounters;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Finds the next hop of a frame's destination in the bridge table of its VRF (sheet 2.2, step 4). Multicast that has no
 * entry of its own, and unknown unicast where the interface or the next hop that led here asks for it, take the entry of
 * the broadcast address. Frames out of a tunnel whose ARP has not been looked at go to arp-input first.
 */
final class BridgeInput implements Node {
    static final int NEXTHOP = 0;
    static final int ARP_INPUT = 1;
    static final int ND_INPUT = 2;

    private final Packets packets;
    private final Tables tables;
    private final BridgeTable bridge;
    private final BridgeCounters hits;
    private final LcoreCounters counters;

    BridgeInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        bridge = tables.bridge();
        counters = bench.counters();
        hits = bridge.counters(bench.cache().lcore());
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long frame = packets.address(row);
            if (packets.lengthBytes(row) < Ethernet.HEADER_BYTES) {
                edges.drop(row, DropReason.PULL);
                continue;
            }
            final long destination = Ethernet.destination(frame);
            final boolean multicast = MacAddress.isMulticast(destination);
            final boolean undecided = multicast && !packets.has(row, Packets.FLAG_ARP_DONE);
            if (undecided && Ethernet.type(frame) == EtherType.ARP) {
                edges.to(ARP_INPUT, row);
            } else if (undecided
                    && Ethernet.type(frame) == EtherType.IPV6
                    && GuestSort.isDiscovery(frame, packets.lengthBytes(row))) {
                edges.to(ND_INPUT, row);
            } else {
                lookUp(row, destination, multicast, edges);
            }
        }
    }

    private void lookUp(final int row, final long destination, final boolean multicast, final Edges edges) {
        final int vrf = multicast ? multicastVrf(row) : packets.vrf(row);
        int slot = multicast ? findGroup(row, destination, vrf) : bridge.find(BridgeKey.of(destination, vrf));
        boolean flooded = multicast;
        if (slot == BridgeTable.NONE && (multicast || floodsUnknown(row))) {
            slot = bridge.find(BridgeKey.of(MacAddress.BROADCAST, vrf));
            flooded = true;
        }
        final long value = bridge.value(slot);
        if (value == BridgeTable.MISS) {
            edges.drop(row, missing(row, multicast));
            return;
        }
        hits.count(slot);
        if (flooded && !multicast) {
            counters.vrf(vrf, VrfCounter.UNKNOWN_UNICAST_FLOODED);
        }
        final boolean labelled = (BridgeValue.flags(value) & BridgeValue.FLAG_LABEL_VALID) != 0;
        packets.forward(row, BridgeValue.nexthopId(value), labelled ? BridgeValue.label(value) : Packets.UNKNOWN);
        packets.addFlag(row, flooded ? Packets.FLAG_BRIDGED | Packets.FLAG_FLOODED : Packets.FLAG_BRIDGED);
        edges.to(NEXTHOP, row);
    }

    /**
     * A group's own entry; where it has none, that of its family's other groups, if the VRF has one; for what stays on the
     * link neither. Groups that only look alike share a MAC, and with it an entry.
     */
    private int findGroup(final int row, final long destination, final int vrf) {
        final long others = GroupFrame.others(packets.address(row), packets.lengthBytes(row), destination);
        if (others == GroupFrame.LINK) {
            return BridgeTable.NONE;
        }
        final int slot = bridge.find(BridgeKey.of(destination, vrf));
        return slot != BridgeTable.NONE || others == GroupFrame.NO_GROUP
                ? slot
                : bridge.find(BridgeKey.of(others, vrf));
    }

    private DropReason missing(final int row, final boolean multicast) {
        if (packets.has(row, Packets.FLAG_ARP_DONE)) {
            return DropReason.ARP_NOT_PROXIED;
        }
        return multicast ? DropReason.BROADCAST_FROM_GUEST : DropReason.UNKNOWN_DESTINATION_MAC;
    }

    /** A guest's vif may keep its multicast in a VRF of its own. */
    private int multicastVrf(final int row) {
        final Vif vif = packets.has(row, Packets.FLAG_DECAPSULATED) ? null : tables.vif(packets.vif(row));
        final boolean own = vif != null && vif.mcastVrf() != Vif.NO_VRF && vif.mcastVrf() != 0;
        return own ? vif.mcastVrf() : packets.vrf(row);
    }

    private boolean floodsUnknown(final int row) {
        if (!packets.has(row, Packets.FLAG_DECAPSULATED)) {
            final Vif vif = tables.vif(packets.vif(row));
            return vif != null && vif.has(Vif.FLAG_UNKNOWN_UC_FLOOD);
        }
        final Nexthop led = tables.nexthop(packets.nexthopId(row));
        return led != null && led.has(Nexthop.FLAG_UNKNOWN_UC_FLOOD);
    }
}
