// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import net.vireo.agent.policy.IpAddress;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowState;

/**
 * The two entries of a flow that may be. What a translated packet is rewritten to stands in the key of the other entry
 * (sheet vrouter-dataplane 2.10): where answers come from and go to. An ICMP error about a packet has the key of that
 * packet's answers, so that it is translated, header and quotation, by the same entry.
 */
record EntryPair(FlowEntry forward, FlowEntry reverse) {
    static EntryPair of(final FlowMiss miss, final FlowPath path, final FlowView view, final int[] mirrors) {
        final int answersVrf = answersVrf(miss, path);
        final FlowKey answers = answersKey(miss, path);
        final int translation = translation(miss, path);
        final int mirrored = mirrors[0] < 0 ? 0 : FlowState.MIRROR;
        final boolean nat = translation != 0;
        final FlowEntry forward = new FlowEntry(
                miss.index(),
                miss.generation(),
                FlowEntry.NONE,
                miss.key(),
                nat ? FlowState.NAT : FlowState.FORWARD,
                FlowState.ACTIVE | translation | mirrored,
                miss.vrf(),
                nat ? path.destinationVrf : miss.vrf(),
                sourceNexthop(path),
                path.member,
                mirrors[0],
                mirrors[1],
                FlowDropReason.UNKNOWN);
        final FlowEntry reverse = new FlowEntry(
                FlowEntry.NONE,
                0,
                miss.index(),
                answers,
                nat ? FlowState.NAT : FlowState.FORWARD,
                FlowState.ACTIVE | turned(translation) | mirrored,
                answersVrf,
                nat ? miss.vrf() : answersVrf,
                answersNexthop(path, answersVrf, view),
                answersMember(path),
                mirrors[0],
                mirrors[1],
                FlowDropReason.UNKNOWN);
        return new EntryPair(forward, reverse);
    }

    /** Answers of a guest here are routed in its VRF, those from elsewhere where the flow itself went to. */
    private static int answersVrf(final FlowMiss miss, final FlowPath path) {
        if (path.to != null) {
            return path.to.vrf();
        }
        return path.translates() ? path.destinationVrf : miss.vrf();
    }

    private static FlowKey answersKey(final FlowMiss miss, final FlowPath path) {
        final FlowKey key = miss.key();
        final FlowKey delivered = new FlowKey(
                key.nexthop(),
                kept(key.source(), path.source),
                kept(key.destination(), path.destination),
                key.protocol(),
                path.sourcePort,
                path.destinationPort);
        if (path.service != null) {
            return delivered.reversed(path.host.keyNexthop());
        }
        final FlowVif side = path.to != null ? path.to : path.from;
        return side == null
                ? delivered.reversed(key.nexthop())
                : fat(delivered.reversed(side.keyNexthop()), side, path.to == null);
    }

    /** What the flow's key leaves out stays out of the key of its answers. */
    private static IpAddress kept(final IpAddress ofKey, final IpAddress delivered) {
        return ofKey.isZero() ? ofKey : delivered;
    }

    private static FlowKey fat(final FlowKey key, final FlowVif side, final boolean toGuest) {
        final int ignored = side.fatFlows().ignored(key.protocol(), key.sourcePort(), key.destinationPort(), toGuest);
        if (ignored == 0
                || isExcluded(side.fatFlows(), key.source())
                || isExcluded(side.fatFlows(), key.destination())) {
            return key;
        }
        return new FlowKey(
                key.nexthop(),
                (ignored & FatFlowRules.SOURCE_ADDRESS) == 0
                        ? key.source()
                        : key.source().zero(),
                (ignored & FatFlowRules.DESTINATION_ADDRESS) == 0
                        ? key.destination()
                        : key.destination().zero(),
                key.protocol(),
                (ignored & FatFlowRules.SOURCE_PORT) == 0 ? key.sourcePort() : 0,
                (ignored & FatFlowRules.DESTINATION_PORT) == 0 ? key.destinationPort() : 0);
    }

    private static boolean isExcluded(final FatFlowRules rules, final IpAddress address) {
        return address.ipv6() ? rules.isExcluded(address.high(), address.low()) : rules.isExcluded(address.asInt());
    }

    /** What of the flow's packets is rewritten, as flags. */
    private static int translation(final FlowMiss miss, final FlowPath path) {
        if (!path.translates()) {
            return 0;
        }
        int flags = 0;
        if (path.sourceFloating != null || path.linkLocal()) {
            flags |= FlowState.SNAT;
            flags |= path.sourcePort == miss.key().sourcePort() ? 0 : FlowState.SPAT;
        }
        if (path.destinationFloating != null || path.linkLocal()) {
            flags |= FlowState.DNAT;
            flags |= path.destinationPort == miss.key().destinationPort() ? 0 : FlowState.DPAT;
        }
        return path.linkLocal() ? flags | FlowState.LINK_LOCAL : flags;
    }

    /** The same for answers: what was the source is the destination. */
    private static int turned(final int flags) {
        return flags & FlowState.LINK_LOCAL
                | ((flags & FlowState.SNAT) == 0 ? 0 : FlowState.DNAT)
                | ((flags & FlowState.SPAT) == 0 ? 0 : FlowState.DPAT)
                | ((flags & FlowState.DNAT) == 0 ? 0 : FlowState.SNAT)
                | ((flags & FlowState.DPAT) == 0 ? 0 : FlowState.SPAT);
    }

    private static int sourceNexthop(final FlowPath path) {
        final FlowVif guest = path.from != null ? path.from : path.to;
        return path.sourceRoute == null || guest == null || !guest.rpf() ? 0 : path.sourceRoute.nexthop();
    }

    private static int answersNexthop(final FlowPath path, final int answersVrf, final FlowView view) {
        if (path.to == null) {
            final boolean checked = path.route != null && path.from != null && path.from.rpf();
            return checked && path.route.kind() != FlowRoute.Kind.NODE ? path.route.nexthop() : 0;
        }
        if (!path.to.rpf()) {
            return 0;
        }
        final FlowRoute back = view.source(path.to.id(), answersVrf, path.destination);
        return back == null ? 0 : back.nexthop();
    }

    /** Answers to a guest that is one of several take the member that asked; others are the data plane's to learn. */
    private static int answersMember(final FlowPath path) {
        if (path.from == null || path.sourceRoute == null || path.sourceRoute.kind() != FlowRoute.Kind.ECMP) {
            return FlowEntry.NONE;
        }
        for (int place = 0; place < path.sourceRoute.members().size(); place++) {
            final FlowRoute.Member member = path.sourceRoute.members().get(place);
            if (member != null && member.vif() == path.from.id()) {
                return place;
            }
        }
        return FlowEntry.NONE;
    }
}
