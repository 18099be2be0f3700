// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.IpProtocol;
import net.vireo.vrouter.flow.FlowDecision;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.VerdictSide;
import net.vireo.vrouter.table.Verdicts;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.verdict.VerdictKey;
import net.vireo.vrouter.verdict.VerdictTable;

/**
 * Decides on new flows by the verdict tables, without asking the agent (deck p130 is the other way): routed unicast flows
 * between a guest and one place, whose tables say "pass" or "drop". All else is the agent's to judge: what is bridged,
 * several ways at once, to a guest of another VRF or of which nothing is known, keys of fat flows, ICMP errors, a source
 * whose route leads elsewhere, and whatever a table says to ask for. Whoever has its share of the table is refused.
 */
final class FlowDecider {
    private static final int MULTICAST_4 = 0xe;
    private static final int MULTICAST_6 = 0xff;
    private static final int[] NONE = {};

    private final Packets packets;
    private final Tables tables;
    private final Verdicts verdicts;
    private final FlowTable table;
    private final FlowParser parser;
    private final FlowKeys keys;
    private final FlowKeys reverseKeys = new FlowKeys(1);
    private final FlowDecision forward = new FlowDecision();
    private final FlowDecision reverse = new FlowDecision();
    private final VerdictKey asked = new VerdictKey();

    /** Of the packet that is decided on: the VRF of its flow, and whether it goes to the guest or comes from it. */
    private int vrf;

    private boolean toGuest;
    private boolean ipv6;

    /** Where its source and destination lie: next hops of their routes, 0 for nowhere. */
    private int sourceNexthop;

    private int destinationNexthop;

    /** The guest at the other end, when that is here too: its side, and the next hop that answers' keys have. */
    private VerdictSide other;

    private int reverseNexthop;

    /** The verdict that decided, and whether it is of a table of the guest that the flow goes to. */
    private int verdict;

    private boolean atDestination;

    FlowDecider(final Workbench bench, final FlowParser parser, final FlowKeys keys) {
        packets = bench.packets();
        tables = bench.tables();
        verdicts = tables.verdicts();
        table = bench.flows().table();
        this.parser = parser;
        this.keys = keys;
    }

    /**
     * Makes the flow of a packet that has none, and its reverse.
     *
     * @param keyRow of its key
     * @return the index of its flow, or less than 0 when the agent is to be asked
     */
    int decide(final int row, final int keyRow, final int nowMs) {
        final VerdictSide side = verdicts.isActive() ? verdicts.side(keys.nexthopId(keyRow)) : null;
        if (side == null
                || !isPlain(row, keyRow)
                || !table.shares().hasRoom(keys.nexthopId(keyRow))
                || !findEnds(row, keyRow)) {
            return FlowTable.NONE;
        }
        final int action = judge(side, keyRow);
        if (action == Verdicts.ASK) {
            return FlowTable.NONE;
        }
        final int made = action == Verdicts.PASS ? pass(keyRow, nowMs) : drop(action, keyRow, nowMs);
        if (made == FlowTable.CONTESTED) {
            return FlowTable.NONE;
        }
        return made == FlowTable.FULL || made >= 0 ? made : FlowTable.existing(made);
    }

    private int pass(final int keyRow, final int nowMs) {
        forward.forward(vrf, sourceNexthop, verdict);
        reverse.forward(vrf, destinationNexthop, verdict);
        turn(keyRow);
        return table.createDecided(keys, keyRow, forward, reverseKeys, reverse, nowMs);
    }

    private int drop(final int action, final int keyRow, final int nowMs) {
        final boolean group = action == Verdicts.DENY_GROUP;
        if (atDestination) {
            forward.drop(vrf, verdict, group ? FlowDropReason.OUT_SECURITY_GROUP : FlowDropReason.OUT_POLICY);
        } else {
            forward.drop(vrf, verdict, group ? FlowDropReason.SECURITY_GROUP : FlowDropReason.POLICY);
        }
        return table.createDecided(keys, keyRow, forward, nowMs);
    }

    /** A unicast packet to another address, whose key is its own, of an interface that may have new flows. */
    private boolean isPlain(final int row, final int keyRow) {
        final Vif vif = tables.vif(packets.vif(row));
        if (vif == null
                || vif.has(Vif.FLAG_DROP_NEW_FLOWS)
                || packets.has(row, Packets.FLAG_BRIDGED)
                || !parser.keyIsWhole(row, keyRow)) {
            return false;
        }
        ipv6 = packets.has(row, Packets.FLAG_IP6);
        toGuest = packets.has(row, Packets.FLAG_DECAPSULATED);
        if (ipv6) {
            return keys.ipv6Half(keyRow, 2) >>> 56 != MULTICAST_6
                    && (keys.ipv6Half(keyRow, 0) != keys.ipv6Half(keyRow, 2)
                            || keys.ipv6Half(keyRow, 1) != keys.ipv6Half(keyRow, 3));
        }
        return ipv4(keyRow, 1) >>> 28 < MULTICAST_4 && ipv4(keyRow, 0) != ipv4(keyRow, 1);
    }

    /** @return whether both ends are in one place each, and known */
    private boolean findEnds(final int row, final int keyRow) {
        vrf = packets.vrf(row);
        other = null;
        reverseNexthop = keys.nexthopId(keyRow);
        sourceNexthop = nexthopTo(keyRow, 0);
        destinationNexthop = nexthopTo(keyRow, 1);
        final Nexthop source = tables.nexthop(sourceNexthop);
        return isOnePlace(source, false)
                && (toGuest || source.vifIndex == packets.vif(row))
                && isOnePlace(tables.nexthop(destinationNexthop), !toGuest);
    }

    private int nexthopTo(final int keyRow, final int end) {
        if (ipv6) {
            return tables.route6(vrf, keys.ipv6Half(keyRow, 2 * end), keys.ipv6Half(keyRow, 2 * end + 1))
                    .nexthopId();
        }
        return tables.route(vrf, ipv4(keyRow, end)).nexthopId();
    }

    private int ipv4(final int keyRow, final int end) {
        return (int) (keys.ipv4Addresses(keyRow) >>> (1 - end) * Integer.SIZE);
    }

    /** @param mayBeGuest whether a guest there has flows of its own with this packet */
    private boolean isOnePlace(final Nexthop nexthop, final boolean mayBeGuest) {
        if (nexthop == null) {
            return false;
        }
        return switch (nexthop.action) {
            case ENCAP_ROUTED -> !mayBeGuest || findOther(tables.vif(nexthop.vifIndex));
            case TUNNEL_MPLS_UDP, TUNNEL_MPLS_GRE, TUNNEL_VXLAN -> true;
            default -> false;
        };
    }

    private boolean findOther(final Vif vif) {
        if (vif == null || vif.type() != Vif.TYPE_VIRTUAL || vif.has(Vif.FLAG_SERVICE)) {
            return false;
        }
        other = verdicts.side(vif.nexthopId());
        reverseNexthop = vif.nexthopId();
        return other != null && vif.vrf() == vrf;
    }

    /** All tables must let it pass; those of both ends are asked in turn, as the agent asks its lists. */
    private int judge(final VerdictSide side, final int keyRow) {
        ask(keyRow);
        asked.clearGroups();
        addGroups(toGuest ? groupsOf(keyRow, 0) : side.groups(), true);
        addGroups(toGuest ? side.groups() : other != null ? other.groups() : groupsOf(keyRow, 1), false);
        verdict = Verdicts.ALLOWED;
        final int[] own = toGuest ? side.inTables() : side.outTables();
        final int[] theirs = other == null ? NONE : other.inTables();
        int action = Verdicts.PASS;
        for (int i = 0; i < Math.max(own.length, theirs.length) && action == Verdicts.PASS; i++) {
            if (i < own.length) {
                action = judge(own[i], toGuest);
            }
            if (i < theirs.length && action == Verdicts.PASS) {
                action = judge(theirs[i], true);
            }
        }
        return action;
    }

    private void ask(final int keyRow) {
        final int ports = keys.ports(keyRow);
        if (ipv6) {
            asked.ipv6(
                    keys.ipv6Half(keyRow, 0),
                    keys.ipv6Half(keyRow, 1),
                    keys.ipv6Half(keyRow, 2),
                    keys.ipv6Half(keyRow, 3),
                    keys.protocol(keyRow),
                    ports >>> Short.SIZE,
                    ports & 0xffff);
        } else {
            asked.ipv4(ipv4(keyRow, 0), ipv4(keyRow, 1), keys.protocol(keyRow), ports >>> Short.SIZE, ports & 0xffff);
        }
    }

    private int[] groupsOf(final int keyRow, final int end) {
        return ipv6
                ? verdicts.groups6(vrf, keys.ipv6Half(keyRow, 2 * end), keys.ipv6Half(keyRow, 2 * end + 1))
                : verdicts.groups(vrf, ipv4(keyRow, end));
    }

    private void addGroups(final int[] groups, final boolean ofSource) {
        for (final int group : groups) {
            if (ofSource) {
                asked.addSourceGroup(group);
            } else {
                asked.addDestinationGroup(group);
            }
        }
    }

    /** A table that is not there, or has no rule for it, asks the agent. */
    private int judge(final int number, final boolean ofDestination) {
        final VerdictTable judges = verdicts.table(number);
        final int rule = judges == null ? VerdictTable.NONE : judges.find(asked);
        if (rule == VerdictTable.NONE) {
            return Verdicts.ASK;
        }
        final int said = judges.verdict(rule);
        verdict = said == Verdicts.ALLOWED ? verdict : said;
        atDestination = ofDestination;
        return Verdicts.action(said);
    }

    /** The key of answers. What stands for the ports of ICMP is the same both ways. */
    private void turn(final int keyRow) {
        final int protocol = keys.protocol(keyRow);
        final int ports = keys.ports(keyRow);
        final boolean turns = protocol != IpProtocol.ICMP && protocol != IpProtocol.ICMPV6;
        final int source = turns ? ports & 0xffff : ports >>> Short.SIZE;
        final int destination = turns ? ports >>> Short.SIZE : ports & 0xffff;
        if (ipv6) {
            reverseKeys.ipv6(
                    0,
                    reverseNexthop,
                    protocol,
                    source,
                    destination,
                    keys.ipv6Half(keyRow, 2),
                    keys.ipv6Half(keyRow, 3),
                    keys.ipv6Half(keyRow, 0),
                    keys.ipv6Half(keyRow, 1));
        } else {
            reverseKeys.ipv4(0, reverseNexthop, protocol, source, destination, ipv4(keyRow, 1), ipv4(keyRow, 0));
        }
        reverseKeys.facts(0, vrf, 0, 0);
    }
}
