// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.Optional;
import net.vireo.agent.flow.FlowDecision;
import net.vireo.agent.flow.FlowEntry;
import net.vireo.agent.flow.FlowKey;
import net.vireo.agent.flow.FlowPath;
import net.vireo.agent.flow.FlowRoute;
import net.vireo.agent.verdict.VerdictPlan;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowVerdict;

/** Compares flows of the data plane with the entries that the agent would have set. */
final class AgreedEntries {
    private AgreedEntries() {}

    static int find(final FlowTable flows, final FlowKey key) {
        final FlowKeys keys = new FlowKeys(1);
        if (key.source().ipv6()) {
            keys.ipv6(
                    0,
                    key.nexthop(),
                    key.protocol(),
                    key.sourcePort(),
                    key.destinationPort(),
                    key.source().high(),
                    key.source().low(),
                    key.destination().high(),
                    key.destination().low());
        } else {
            keys.ipv4(
                    0,
                    key.nexthop(),
                    key.protocol(),
                    key.sourcePort(),
                    key.destinationPort(),
                    key.source().asInt(),
                    key.destination().asInt());
        }
        return flows.find(keys, 0);
    }

    /** @return what is another, or null */
    static String difference(final FlowTable flows, final int index, final FlowDecision decision) {
        final String forward = difference(flows, index, decision.forward());
        if (forward != null) {
            return "the flow: " + forward;
        }
        if (decision.reverse() == null) {
            return (FlowState.flags(flows.state(index)) & FlowState.RFLOW_VALID) == 0
                    ? null
                    : "answers where there are none";
        }
        final int reverse = find(flows, decision.reverse().key());
        if (reverse == FlowTable.NONE) {
            return "no answers";
        }
        if (FlowVerdict.reverse(flows.path(index)) != reverse || FlowVerdict.reverse(flows.path(reverse)) != index) {
            return "not linked";
        }
        final String answers = difference(flows, reverse, decision.reverse());
        return answers == null ? null : "the answers: " + answers;
    }

    private static String difference(final FlowTable flows, final int index, final FlowEntry entry) {
        final long state = flows.state(index);
        if (FlowState.action(state) != entry.action()) {
            return "action " + FlowState.action(state) + ", not " + entry.action();
        }
        if ((FlowState.flags(state) & ~FlowState.RFLOW_VALID) != entry.flags()) {
            return "flags " + FlowState.flags(state) + ", not " + entry.flags();
        }
        if (FlowVerdict.vrf(flows.source(index)) != entry.vrf()
                || FlowVerdict.destinationVrf(flows.path(index)) != entry.destinationVrf()) {
            return "VRF " + FlowVerdict.vrf(flows.source(index)) + ", not " + entry.vrf();
        }
        if (FlowVerdict.sourceNexthop(flows.source(index)) != entry.sourceNexthop()) {
            return "from next hop " + FlowVerdict.sourceNexthop(flows.source(index)) + ", not " + entry.sourceNexthop();
        }
        // Mirrors count only with their flag.
        if (FlowVerdict.ecmpMember(flows.extras(index)) != entry.ecmpMember()) {
            return "member " + FlowVerdict.ecmpMember(flows.extras(index)) + ", not " + entry.ecmpMember();
        }
        final int reason = FlowVerdict.dropReason(flows.extras(index));
        return reason == entry.dropReason().number() ? null : "reason " + reason + ", not " + entry.dropReason();
    }

    /** Ends that are not one place each, or that the lcore does not know. */
    static Optional<String> whyNoWay(final FlowDecision decision, final boolean toGuest, final VerdictPlan plan) {
        final FlowPath path = decision.path();
        if (path.sourceRoute() == null || !isOnePlace(path.sourceRoute())) {
            return Optional.of("source route");
        }
        if (!toGuest && path.sourceRoute().vif() != path.from().id()) {
            return Optional.of("source elsewhere");
        }
        if (path.route() == null || !isOnePlace(path.route())) {
            return Optional.of("route");
        }
        if (path.destinationFloating() != null || path.sourceFloating() != null) {
            return Optional.of("floating address");
        }
        if (path.to() != null && plan.trapped().containsKey(path.to().keyNexthop())) {
            return Optional.of("other guest");
        }
        if (!toGuest && path.to() != null && path.to().vrf() != path.from().vrf()) {
            return Optional.of("another VRF");
        }
        return Optional.empty();
    }

    static Optional<String> whyService(final FlowKey key, final FlowDecision decision) {
        return decision.path().from() != null
                        && decision.path().from().services().contains(key.destination())
                ? Optional.of("gateway service")
                : Optional.empty();
    }

    private static boolean isOnePlace(final FlowRoute route) {
        return route.kind() == FlowRoute.Kind.LOCAL || route.kind() == FlowRoute.Kind.REMOTE;
    }
}
