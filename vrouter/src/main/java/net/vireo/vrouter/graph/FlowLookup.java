// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Tcp;
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

    /** Edges of the second place, beside the first three. */
    private static final int NEXTHOP = 3;

    private static final int ENCAP_REWRITE = 4;

    private static final int SPECIAL =
            FlowState.EVICT_CANDIDATE | FlowState.EVICTED | FlowState.DELETE_MARKED | FlowState.MIRROR | FlowState.VRFT;

    private final Packets packets;
    private final Tables tables;
    private final FlowTable table;
    private final FlowCounters counters;
    private final FlowTcp tcp;
    private final FlowKeys keys = new FlowKeys(Packets.ROWS);
    private final int[] rows = new int[Packets.ROWS];
    private final int[] found = new int[Packets.ROWS];
    private final FlowParser parser;
    private final FlowMiss misses;
    private final FlowNat nat;
    private final boolean second;

    /** The next hop that {@link #source} is. */
    private int sourceId;

    private Nexthop source;

    private FlowLookup(final Workbench bench, final boolean second) {
        packets = bench.packets();
        tables = bench.tables();
        table = bench.flows().table();
        counters = bench.flows().counters();
        tcp = bench.flows().tcp();
        parser = new FlowParser(bench, keys);
        misses = new FlowMiss(bench, keys, second ? GraphPlan.SECOND_FLOW : GraphPlan.FLOW);
        nat = new FlowNat(bench);
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
        sourceId = 0;
        source = null;
        final int keyed = parse(burst, nowMs, edges);
        table.find(keys, keyed, found);
        final boolean anyReset = tables.settings().closeOnAnyReset();
        for (int i = 0; i < keyed; i++) {
            if (found[i] == FlowTable.NONE) {
                misses.miss(rows[i], i, nowMs, edges);
            } else {
                judge(rows[i], found[i], nowMs, anyReset, edges);
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

    private void judge(final int row, final int index, final int nowMs, final boolean anyReset, final Edges edges) {
        final long state = table.state(index);
        table.touch(index, nowMs);
        if (!isFromItsSource(row, index)) {
            edges.drop(row, DropReason.INVALID_SOURCE);
            return;
        }
        counters.count(index, packets.lengthBytes(row));
        if (isTcp(row)) {
            follow(row, index, anyReset);
        }
        if (FlowState.action(state) == FlowState.FORWARD && (FlowState.flags(state) & SPECIAL) == 0) {
            goOn(row, edges);
        } else {
            judgeRare(row, index, state, nowMs, edges);
        }
    }

    private void judgeRare(final int row, final int index, final long state, final int nowMs, final Edges edges) {
        if ((FlowState.flags(state) & (FlowState.EVICT_CANDIDATE | FlowState.EVICTED | FlowState.DELETE_MARKED)) != 0) {
            edges.drop(row, DropReason.FLOW_EVICT);
            return;
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

    /** A translated packet is routed by its new destination, in the VRF that the flow names. */
    private void translate(final int row, final int index, final long state, final Edges edges) {
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
        if (second) {
            final Nexthop nexthop = tables.nexthop(packets.nexthopId(row));
            final boolean shortWay = nexthop != null
                    && nexthop.action == NexthopAction.ENCAP_ROUTED
                    && !packets.has(row, Packets.FLAG_BRIDGED);
            edges.to(shortWay ? ENCAP_REWRITE : NEXTHOP, row);
        } else if (packets.has(row, Packets.FLAG_BRIDGED)) {
            edges.to(BRIDGE_INPUT, row);
        } else {
            edges.to(packets.has(row, Packets.FLAG_IP6) ? ROUTE_LOOKUP_6 : ROUTE_LOOKUP, row);
        }
    }

    /** Reverse path: the packet must come from where the flow's source is (sheet 1.7, RPF). */
    private boolean isFromItsSource(final int row, final int index) {
        final int id = FlowVerdict.sourceNexthop(table.source(index));
        if (id == 0) {
            return true;
        }
        if (id != sourceId) {
            sourceId = id;
            source = tables.nexthop(id);
        }
        if (source == null) {
            return false;
        }
        return switch (source.action) {
            case ENCAP_ROUTED, ENCAP_BRIDGED ->
                !packets.has(row, Packets.FLAG_DECAPSULATED) && source.vifIndex == packets.vif(row);
            case TUNNEL_MPLS_UDP, TUNNEL_MPLS_GRE, TUNNEL_VXLAN ->
                packets.has(row, Packets.FLAG_DECAPSULATED) && source.tunnelDestination == packets.outerSource(row);
            case ECMP -> isOneOf(row, source);
            default -> true;
        };
    }

    private boolean isOneOf(final int row, final Nexthop composite) {
        for (final int id : composite.details.members()) {
            final Nexthop member = tables.nexthop(id);
            if (member != null
                    && (member.type == Nexthop.TYPE_TUNNEL
                            ? member.tunnelDestination == packets.outerSource(row)
                            : member.vifIndex == packets.vif(row))) {
                return true;
            }
        }
        return false;
    }

    private boolean isTcp(final int row) {
        return !packets.has(row, Packets.FLAG_IP6)
                && (packets.ipLife(row) >>> 16 & 0xff) == IpProtocol.TCP
                && (packets.ipHead(row) & 0x1fff) == 0
                && packets.ipBytes(row) >= packets.ipHeaderBytes(row) + Tcp.MIN_HEADER_BYTES;
    }

    private void follow(final int row, final int index, final boolean anyReset) {
        final int headerBytes = packets.ipHeaderBytes(row);
        final long segment = Memory.base(packets.ip(row) + headerBytes);
        final long numbers = Memory.getLongBe(segment + 4);
        final int offsetAndFlags = Memory.getShortBe(segment + 12);
        final int dataBytes = packets.ipBytes(row) - headerBytes - (offsetAndFlags >>> 10 & 0x3c);
        tcp.segment(
                index, offsetAndFlags & 0x3f, (int) (numbers >>> 32), (int) numbers, Math.max(dataBytes, 0), anyReset);
    }
}
