// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
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
 * policy, here. Most of it goes to one address: frames whose headers repeat are judged once and go on together.
 */
final class GuestBridge implements Node {
    static final int GUEST_SORT = 0;
    static final int NEXTHOP = 1;

    private static final int IPV4_FRAME_BYTES = Ethernet.HEADER_BYTES + Ipv4.MIN_HEADER_BYTES;
    private static final int IPV4_SOURCE_OFFSET = Ethernet.HEADER_BYTES + 12;
    /** The last eight bytes of an Ethernet header. */
    private static final int TAIL_OFFSET = 6;

    private static final int POLICY = Nexthop.FLAG_POLICY | Nexthop.FLAG_FLOW_LOOKUP;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;
    private final BridgeTable bridge;
    private final BridgeCounters hits;
    private final LcoreCounters counters;

    // The vif of the burst,
    private Vif vif;
    private long ownMac;
    // the header of the frame that was judged last, as two words that overlap, and whether others with it may be like
    // it,
    private long head;
    private long tail;
    private boolean repeats;
    // and the verdict: its slot in the bridge table (none: not for us), its way, and the vif if that is a guest's here.
    private int slot;
    private long way;
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
        repeats = false;
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (!repeats || !isLikeLast(rows[i])) {
                send(rows, from, i, edges);
                from = i;
                judge(rows[i]);
            }
        }
        send(rows, from, count, edges);
    }

    private boolean isLikeLast(final int row) {
        final long frame = Memory.base(packets.address(row));
        return packets.lengthBytes(row) >= IPV4_FRAME_BYTES
                && Memory.getLong(frame) == head
                && Memory.getLong(frame + TAIL_OFFSET) == tail
                && (vif.ip() == 0 || Memory.getIntBe(frame + IPV4_SOURCE_OFFSET) == vif.ip());
    }

    private void judge(final int row) {
        final long frame = Memory.base(packets.address(row));
        final int lengthBytes = packets.lengthBytes(row);
        slot = BridgeTable.NONE;
        repeats = false;
        if (lengthBytes >= IPV4_FRAME_BYTES && isCommon(frame, lengthBytes)) {
            head = Memory.getLong(frame);
            tail = Memory.getLong(frame + TAIL_OFFSET);
            repeats = Ethernet.type(frame) == EtherType.IPV4;
            lookUp(Ethernet.destination(frame));
        }
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

    private void lookUp(final long destination) {
        slot = bridge.find(BridgeKey.of(destination, vif.vrf()));
        final long value = bridge.value(slot);
        if (value == BridgeTable.MISS) {
            slot = BridgeTable.NONE;
            return;
        }
        final boolean labelled = (BridgeValue.flags(value) & BridgeValue.FLAG_LABEL_VALID) != 0;
        way = Packets.way(BridgeValue.nexthopId(value), labelled ? BridgeValue.label(value) : Packets.UNKNOWN);
        final Nexthop nexthop = tables.nexthop(BridgeValue.nexthopId(value));
        final boolean guest = nexthop != null
                && nexthop.action == NexthopAction.ENCAP_BRIDGED
                && (nexthop.flags & POLICY) == 0
                && nexthop.vifIndex != vif.index()
                && transmit.isOpen(nexthop.vifIndex);
        straight = guest ? nexthop.vifIndex : Vif.NONE;
    }

    /** Sends frames on that are all like the one that was judged last. */
    private void send(final int[] rows, final int from, final int to, final Edges edges) {
        if (slot == BridgeTable.NONE) {
            for (int i = from; i < to; i++) {
                edges.to(GUEST_SORT, rows[i]);
            }
        } else if (from < to) {
            hits.count(slot, to - from);
            if (straight == Vif.NONE) {
                toNexthop(rows, from, to, edges);
            } else {
                counters.vrf(vif.vrf(), VrfCounter.ENCAP_BRIDGED, to - from);
                toGuest(rows, from, to);
            }
        }
    }

    private void toNexthop(final int[] rows, final int from, final int to, final Edges edges) {
        for (int i = from; i < to; i++) {
            packets.way(rows[i], way);
            packets.addFlag(rows[i], Packets.FLAG_BRIDGED);
            edges.to(NEXTHOP, rows[i]);
        }
    }

    private void toGuest(final int[] rows, final int from, final int to) {
        for (int i = from; i < to; i++) {
            packets.way(rows[i], way);
            packets.txVif(rows[i], straight);
        }
        transmit.add(straight, packets, rows, from, to);
    }
}
