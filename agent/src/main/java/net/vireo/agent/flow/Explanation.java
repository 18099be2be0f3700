// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import net.vireo.agent.policy.Decision;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.RuleRef;

/**
 * What would become of a session that does not exist: the same deciding as for one that does, without a trace of it left.
 *
 * @param passes whether it may be
 * @param rule the rule that decides, {@link RuleRef#NOT_EVALUATED} when it can go nowhere
 * @param nexthop that leads to its destination, 0 when none does
 * @param decision entries, way and all
 */
public record Explanation(boolean passes, RuleRef rule, int nexthop, FlowDecision decision) {
    /**
     * Asks from an interface of a guest.
     *
     * @param vif that the packet comes in on
     * @param source of its addresses
     * @param sourcePort, destinationPort as in flow keys: 0 and the type for ICMP
     * @throws IllegalArgumentException when there is no such interface
     */
    public static Explanation of(
            final FlowView view,
            final PolicySet policies,
            final int vif,
            final IpAddress source,
            final IpAddress destination,
            final int protocol,
            final int sourcePort,
            final int destinationPort) {
        final FlowVif from = view.vif(vif);
        if (from == null) {
            throw new IllegalArgumentException("there is no interface " + vif);
        }
        final FlowKey key = new FlowKey(from.keyNexthop(), source, destination, protocol, sourcePort, destinationPort);
        final FlowDecision decision = new FlowSetup(view, policies, HostPorts.UNRESERVED)
                .decide(FlowMiss.of(FlowEntry.NONE, 0, vif, from.vrf(), key));
        return new Explanation(
                decision.passes(),
                decision.policy() == null
                        ? RuleRef.NOT_EVALUATED
                        : decision.policy().rule(),
                nexthop(decision.path()),
                decision);
    }

    private static int nexthop(final FlowPath path) {
        if (path.route() == null) {
            return 0;
        }
        return path.member() == FlowEntry.NONE
                ? path.route().nexthop()
                : path.route().members().get(path.member()).nexthop();
    }

    /**
     * Line by line, for people.
     *
     * @param names what next hops are called
     */
    public List<String> lines(final IntFunction<String> names) {
        final List<String> lines = new ArrayList<>();
        final FlowPath path = decision.path();
        if (path.route() != null) {
            lines.add("route " + path.route().prefix() + " by next hop " + names.apply(nexthop));
        }
        if (path.sourceFloating() != null) {
            lines.add("source becomes floating address " + path.source());
        }
        if (path.destinationFloating() != null) {
            lines.add("floating address " + path.destinationFloating().address() + " stands for " + path.destination());
        }
        if (path.service() != null) {
            lines.add("link-local service " + path.service().name() + " at " + path.destination());
        }
        if (decision.policy() != null) {
            for (final Decision.Step step : decision.policy().steps()) {
                lines.add(step.stage().text() + ": " + step.rule().text() + (step.pass() ? ", pass" : ", deny"));
            }
        }
        lines.add(
                passes
                        ? "passes, by " + rule.text()
                        : "is dropped: " + decision.reason().text()
                                + (decision.policy() == null ? "" : ", by " + rule.text()));
        return lines;
    }
}
