// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv6;
import net.vireo.packet.MacAddress;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.BridgeCounters;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * The short way of bridged frames: picks out what guests mostly send to each other, IPv4 and plain IPv6 in frames from
 * their own address to one that the bridge table has, and sends those for another guest here at once. All else, and
 * everything that is wrong, is left to guest-sort and bridge-input, which look closely. A burst is of one vif, without
 * policy, here; and most of it goes to one address, so what an address leads to is looked up once while it repeats.
 */
final class GuestBridge implements Node {
    static final int GUEST_SORT = 0;
    static final int NEXTHOP = 1;

    private static final int POLICY = Nexthop.FLAG_POLICY | Nexthop.FLAG_FLOW_LOOKUP;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;
    private final BridgeTable bridge;
    private final BridgeCounters hits;
    private final LcoreCounters counters;

    // What the frames that are looked at now have in common; the vif's:
    private Vif vif;
    private long ownMac;
    // and the destination's: its slot, its next hop with its label, and the vif behind it if it is a guest here.
    private int slot;
    private int nexthopId;
    private int label;
    private int straight;

    GuestBridge(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
        bridge = tables.bridge();
        counters = bench.counters();
        hits = bridge.counters(bench.cache().lcore());
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        vif = tables.vif(packets.vif(rows[0]));
        if (vif == null) {
            edges.all(GUEST_SORT, burst);
            return;
        }
        ownMac = SourceGuard.macOf(vif, tables);
        final int vrf = vif.vrf();
        long destination = MacAddress.BROADCAST; // never looked up here
        slot = BridgeTable.NONE;
        int hit = 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long frame = Memory.base(packets.address(row));
            if (packets.lengthBytes(row) < Ethernet.HEADER_BYTES || !isCommon(frame, packets.lengthBytes(row))) {
                edges.to(GUEST_SORT, row);
                continue;
            }
            if (Ethernet.destination(frame) != destination) {
                note(vrf, hit);
                hit = 0;
                destination = Ethernet.destination(frame);
                lookUp(destination, vrf);
            }
            if (slot == BridgeTable.NONE) {
                edges.to(GUEST_SORT, row);
            } else {
                hit++;
                forward(row, edges);
            }
        }
        note(vrf, hit);
    }

    private boolean isCommon(final long frame, final int lengthBytes) {
        final long destination = Ethernet.destination(frame);
        final int type = (int) Ethernet.sourceAndType(frame) & 0xffff;
        return !MacAddress.isMulticast(destination)
                && destination != Vif.ROUTER_MAC
                && (type == EtherType.IPV4 || type == EtherType.IPV6 && isPlainIpv6(frame, lengthBytes))
                && !SourceGuard.lies(frame, lengthBytes, ownMac, vif.ip());
    }

    /** What cannot be, or hide, neighbour discovery. */
    private boolean isPlainIpv6(final long frame, final int lengthBytes) {
        if (lengthBytes < Ethernet.HEADER_BYTES + Ipv6.HEADER_BYTES) {
            return false;
        }
        final int next = Ipv6.nextHeader(frame + Ethernet.HEADER_BYTES);
        return (next == IpProtocol.TCP || next == IpProtocol.UDP)
                && !SourceGuard.lies6(frame, lengthBytes, vif.features());
    }

    private void lookUp(final long destination, final int vrf) {
        slot = bridge.find(BridgeKey.of(destination, vrf));
        final long value = bridge.value(slot);
        if (value == BridgeTable.MISS) {
            slot = BridgeTable.NONE;
            return;
        }
        nexthopId = BridgeValue.nexthopId(value);
        final boolean labelled = (BridgeValue.flags(value) & BridgeValue.FLAG_LABEL_VALID) != 0;
        label = labelled ? BridgeValue.label(value) : Packets.UNKNOWN;
        final Nexthop nexthop = tables.nexthop(nexthopId);
        final boolean guest = nexthop != null
                && nexthop.action == NexthopAction.ENCAP_BRIDGED
                && (nexthop.flags & POLICY) == 0
                && nexthop.vifIndex != vif.index()
                && transmit.isOpen(nexthop.vifIndex);
        straight = guest ? nexthop.vifIndex : Vif.NONE;
    }

    private void forward(final int row, final Edges edges) {
        packets.forward(row, nexthopId, label);
        packets.addFlag(row, Packets.FLAG_BRIDGED);
        if (straight == Vif.NONE) {
            edges.to(NEXTHOP, row);
        } else {
            packets.txVif(row, straight);
            transmit.add(straight, packets.packet(row));
        }
    }

    /** Counts the frames to one address. */
    private void note(final int vrf, final int frames) {
        if (frames > 0) {
            hits.count(slot, frames);
            if (straight != Vif.NONE) {
                counters.vrf(vrf, VrfCounter.ENCAP_BRIDGED, frames);
            }
        }
    }
}
