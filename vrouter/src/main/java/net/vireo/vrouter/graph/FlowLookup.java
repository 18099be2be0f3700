// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Vlan;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowCounters;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowTcp;
import net.vireo.vrouter.flow.FlowVerdict;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Tables;

/**
 * The flow table (sheet 1.7, 2.11): finds each packet's flow and does what its verdict says. The keys of a burst are made
 * first and looked up together, so that their cache misses overlap; then each packet is judged. Stands twice in the
 * graph: where guests' packets come in, and where a next hop asks for policy that was not looked at before.
 */
final class FlowLookup implements Node {
    /** Edges of the first place. */
    static final int ROUTE_LOOKUP = 0;

    static final int TRAP = 1;
    static final int ROUTE_LOOKUP_6 = 2;
    static final int BRIDGE_INPUT = 3;

    private static final int MIRROR = 4;

    /** Edges of the second place, beside the first three. */
    private static final int NEXTHOP = 3;

    private static final int ENCAP_REWRITE = 4;

    private static final int SECOND_MIRROR = 5;

    private static final byte[] NO_METADATA = {};

    private static final int GONE = FlowState.EVICT_CANDIDATE | FlowState.EVICTED | FlowState.DELETE_MARKED;

    private static final int SPECIAL = GONE | FlowState.MIRROR | FlowState.VRFT | FlowState.BGP_SERVICE;

    private final Packets packets;
    private final Tables tables;
    private final FlowTable table;
    private final FlowCounters counters;
    private final FlowTcp tcp;
    private final FlowKeys keys = new FlowKeys(Packets.ROWS);
    private final int[] rows = new int[Packets.ROWS];
    private final int[] found = new int[Packets.ROWS];
    private final FlowParser parser;
    private final FlowDecider decider;
    private final FlowMiss misses;
    private final FlowNat nat;
    private final FlowSource sources;
    private final Mirroring mirroring;
    private final QosMarking marking;
    private final boolean second;

    /** The next hop that {@link #shortWay} is about. */
    private int wayId = Packets.UNKNOWN;

    private boolean shortWay;

    private FlowLookup(final Workbench bench, final boolean second) {
        packets = bench.packets();
        tables = bench.tables();
        table = bench.flows().table();
        counters = bench.flows().counters();
        tcp = bench.flows().tcp();
        parser = new FlowParser(bench, keys);
        decider = new FlowDecider(bench, parser, keys);
        misses = new FlowMiss(bench, keys, second ? GraphPlan.SECOND_FLOW : GraphPlan.FLOW);
        nat = new FlowNat(bench);
        sources = new FlowSource(bench);
        mirroring = new Mirroring(bench);
        marking = new QosMarking(bench);
        this.second = second;
    }

    /** In front of the look-ups of what guests send. */
    static FlowLookup first(final Workbench bench) {
        return new FlowLookup(bench, false);
    }

    /** Behind them, where a next hop asks for policy. */
    static FlowLookup second(final Workbench bench) {
        return new FlowLookup(bench, true);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int nowMs = FlowContext.nowMs();
        parser.begin(nowMs);
        sources.begin();
        wayId = Packets.UNKNOWN;
        final int keyed = parse(burst, nowMs, edges);
        table.find(keys, keyed, found);
        final boolean anyReset = tables.settings().closeOnAnyReset();
        for (int i = 0; i < keyed; i++) {
            final int index = found[i] == FlowTable.NONE ? decider.decide(rows[i], i, nowMs) : found[i];
            if (index < 0) {
                misses.miss(rows[i], i, nowMs, edges);
            } else {
                judge(i, index, nowMs, anyReset, edges);
            }
        }
    }

    /** @return how many packets have a key */
    private int parse(final Burst burst, final int nowMs, final Edges edges) {
        int keyed = 0;
        for (int i = 0; i < burst.count(); i++) {
            final int row = burst.rows()[i];
            switch (parser.parse(row, keyed)) {
                case FlowParser.KEYED -> rows[keyed++] = row;
                case FlowParser.NO_FLOW -> goOn(row, edges);
                case FlowParser.NO_HEAD -> misses.waitForHead(row, parser.fragment(), nowMs, edges);
                case FlowParser.UNREADABLE_QUOTE -> edges.drop(row, DropReason.ICMP_ERROR);
                default -> edges.drop(row, DropReason.INVALID_PACKET);
            }
        }
        return keyed;
    }

    private void judge(final int keyRow, final int index, final int nowMs, final boolean anyReset, final Edges edges) {
        final int row = rows[keyRow];
        final long state = table.state(index);
        final long source = table.source(index);
        table.touch(index, nowMs);
        if (!sources.allow(row, index, state, source)) {
            edges.drop(row, DropReason.INVALID_SOURCE);
            return;
        }
        if (FlowState.action(state) != FlowState.HOLD) { // what waits comes here again
            counters.count(index, packets.lengthBytes(row));
        }
        if (parser.segment(keyRow) != FlowParser.NO_SEGMENT) {
            follow(keyRow, index, anyReset);
        }
        final int qos = FlowVerdict.qos(source);
        if (qos >= 0) {
            marking.classifyIp(row, qos);
        }
        if (FlowState.action(state) == FlowState.FORWARD && (FlowState.flags(state) & SPECIAL) == 0) {
            send(row, packets.passFlow(row, index), edges);
        } else {
            packets.flowIndex(row, index);
            judgeRare(row, index, state, nowMs, edges);
        }
    }

    private void judgeRare(final int row, final int index, final long state, final int nowMs, final Edges edges) {
        if ((FlowState.flags(state) & GONE) != 0) {
            edges.drop(row, DropReason.FLOW_EVICT);
            return;
        }
        if ((FlowState.flags(state) & FlowState.MIRROR) != 0 && FlowState.action(state) != FlowState.HOLD) {
            mirror(row, table.extras(index), edges);
        }
        if ((FlowState.flags(state) & FlowState.BGP_SERVICE) != 0 && FlowVerdict.ttl(table.extras(index)) != 0) {
            // BGP between neighbours starts with a TTL of 1; to the node's service it takes a hop more.
            TimeToLive.set(packets, row, FlowVerdict.ttl(table.extras(index)));
        }
        switch (FlowState.action(state)) {
            case FlowState.DROP -> edges.drop(row, DropReason.FLOW_ACTION_DROP);
            case FlowState.HOLD -> misses.hold(row, index, nowMs, edges);
            case FlowState.NAT -> translate(row, index, state, edges);
            case FlowState.FORWARD -> {
                if ((FlowState.flags(state) & FlowState.VRFT) != 0) {
                    packets.vrf(row, FlowVerdict.destinationVrf(table.path(index)));
                }
                goOn(row, edges);
            }
            default -> edges.drop(row, DropReason.FLOW_ACTION_INVALID);
        }
    }

    /** Dropped packets are mirrored too; they are copied as they came, before any translation. */
    private void mirror(final int row, final long extras, final Edges edges) {
        mirrorTo(row, FlowVerdict.mirror(extras), edges);
        mirrorTo(row, FlowVerdict.secondMirror(extras), edges);
    }

    /** @param index of the mirror table; where there is no mirror there is no copy */
    private void mirrorTo(final int row, final int index, final Edges edges) {
        final int copy = mirroring.mirror(row, index, NO_METADATA);
        if (copy != Packets.UNKNOWN) {
            edges.to(second ? SECOND_MIRROR : MIRROR, copy);
        }
    }

    /** A translated packet is routed by its new destination, in the VRF that the flow names. */
    private void translate(final int row, final int index, final long state, final Edges edges) {
        if (packets.has(row, Packets.FLAG_BRIDGED)) {
            // From here on it is routed: its frame has led it to a router, or to an address that is another's.
            packets.removeFlag(row, Packets.FLAG_BRIDGED);
            // Tags are the frame's, and the IP nodes expect none in front of a packet.
            while (packets.ip(row) - packets.address(row) > Ethernet.HEADER_BYTES) {
                Vlan.pop(packets.address(row));
                packets.move(row, Vlan.TAG_BYTES, packets.lengthBytes(row) - Vlan.TAG_BYTES);
            }
            if (Ethernet.type(packets.address(row)) == EtherType.IPV6) {
                packets.ip6(row, packets.ip(row));
            }
        }
        final DropReason refusal = nat.translate(row, index, state);
        if (refusal != null) {
            edges.drop(row, refusal);
            return;
        }
        packets.vrf(row, FlowVerdict.destinationVrf(table.path(index)));
        packets.addFlag(row, Packets.FLAG_FLOW_DONE);
        edges.to(packets.has(row, Packets.FLAG_IP6) ? ROUTE_LOOKUP_6 : ROUTE_LOOKUP, row);
    }

    private void goOn(final int row, final Edges edges) {
        packets.addFlag(row, Packets.FLAG_FLOW_DONE);
        send(row, packets.flags(row), edges);
    }

    private void send(final int row, final int flags, final Edges edges) {
        if (second) {
            sendSecond(row, flags, edges);
        } else if ((flags & Packets.FLAG_BRIDGED) != 0) {
            edges.to(BRIDGE_INPUT, row);
        } else {
            edges.to((flags & Packets.FLAG_IP6) != 0 ? ROUTE_LOOKUP_6 : ROUTE_LOOKUP, row);
        }
    }

    private void sendSecond(final int row, final int flags, final Edges edges) {
        if (packets.nexthopId(row) != wayId) {
            wayId = packets.nexthopId(row);
            final Nexthop nexthop = tables.nexthop(wayId);
            shortWay = nexthop != null && nexthop.action == NexthopAction.ENCAP_ROUTED;
        }
        final boolean plain = (flags & (Packets.FLAG_BRIDGED | Packets.FLAG_QOS)) == 0;
        edges.to(shortWay && plain ? ENCAP_REWRITE : NEXTHOP, row);
    }

    private void follow(final int keyRow, final int index, final boolean anyReset) {
        final long segment = Memory.base(parser.segment(keyRow));
        final long numbers = Memory.getLongBe(segment + 4);
        final int offsetAndFlags = Memory.getShortBe(segment + 12);
        final int dataBytes = parser.segmentBytes(keyRow) - (offsetAndFlags >>> 10 & 0x3c);
        tcp.segment(
                index, offsetAndFlags & 0x3f, (int) (numbers >>> 32), (int) numbers, Math.max(dataBytes, 0), anyReset);
    }
}
