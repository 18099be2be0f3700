// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.vireo.agent.policy.Decision;
import net.vireo.agent.policy.Membership;
import net.vireo.agent.policy.PolicyPacket;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.Session;
import net.vireo.agent.policy.Stage;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.flow.FlowDropReason;

/**
 * Decides about one flow (sheet control-plane 4.5): its way, then limits, then the policy, then the entries. Any thread, as
 * far as the view and the ports allow it.
 */
public final class FlowSetup {
    private final FlowView view;
    private final PolicySet policies;
    private final HostPorts ports;

    public FlowSetup(final FlowView view, final PolicySet policies, final HostPorts ports) {
        this.view = view;
        this.policies = policies;
        this.ports = ports;
    }

    /** Decides about a flow as if there were no others: nothing is reserved for a link-local flow but its port. */
    public FlowDecision decide(final FlowMiss miss) {
        return decide(miss, null, Admission.ANY);
    }

    /** @param before how the flow went when it was decided last, or null: it keeps its ECMP member and its port */
    FlowDecision decide(final FlowMiss miss, final FlowPath before, final Admission admission) {
        final Trail trail = new Trail(view);
        final FlowResolver resolver = new FlowResolver(miss, trail, before == null ? FlowEntry.NONE : before.member);
        final FlowDropReason stuck = resolver.resolve();
        final FlowPath path = resolver.path();
        if (stuck != null) {
            return dropped(miss, path, trail, null, stuck, null);
        }
        final FlowRefusal refusal = admission.check(path.from, path.to, path.service != null);
        if (refusal != null) {
            return dropped(miss, path, trail, null, FlowDropReason.FLOW_LIMIT, refusal);
        }
        final Session session = session(miss, path);
        trail.asks(session.source());
        trail.asks(session.destination());
        final Decision decision = policies.decide(session);
        if (!decision.pass()) {
            return dropped(miss, path, trail, decision, reason(decision.stage()), null);
        }
        return passed(miss, path, trail, decision, before);
    }

    private FlowDecision passed(
            final FlowMiss miss,
            final FlowPath path,
            final Trail trail,
            final Decision decision,
            final FlowPath before) {
        final int[] mirrors = mirrors(decision.mirrors(), trail);
        if (mirrors == null) {
            return dropped(miss, path, trail, decision, FlowDropReason.NO_MIRROR_ENTRY, null);
        }
        if (path.translates() && isFatAcrossTranslation(miss, path)) {
            return dropped(miss, path, trail, decision, FlowDropReason.FAT_FLOW_NAT_CONFLICT, null);
        }
        if (path.service != null && path.knownAs == null) {
            path.hostPort = before != null && before.hostPort != HostPorts.NONE
                    ? before.hostPort
                    : ports.reserve(miss.key().protocol(), miss.destination().ipv6());
            if (path.hostPort == HostPorts.NONE) {
                return dropped(miss, path, trail, decision, FlowDropReason.LINK_LOCAL_SOURCE_NAT, null);
            }
            path.sourcePort = path.hostPort;
        }
        final EntryPair pair = EntryPair.of(miss, path, trail, mirrors);
        if (pair.reverse().key().equals(miss.key())) {
            if (path.hostPort != HostPorts.NONE) {
                ports.release(miss.key().protocol(), miss.destination().ipv6(), path.hostPort);
                path.hostPort = HostPorts.NONE;
            }
            return dropped(miss, path, trail, decision, FlowDropReason.SAME_FLOW_AND_REVERSE_KEY, null);
        }
        return new FlowDecision(miss, pair.forward(), pair.reverse(), decision, null, null, path, trail.objects());
    }

    private static FlowDecision dropped(
            final FlowMiss miss,
            final FlowPath path,
            final Trail trail,
            final Decision decision,
            final FlowDropReason reason,
            final FlowRefusal refusal) {
        return new FlowDecision(
                miss, FlowEntry.drop(miss, reason), null, decision, reason, refusal, path, trail.objects());
    }

    private static FlowDropReason reason(final Stage stage) {
        return switch (stage) {
            case ALWAYS -> FlowDropReason.UNKNOWN;
            case NETWORK_POLICY -> FlowDropReason.POLICY;
            case OUT_NETWORK_POLICY -> FlowDropReason.OUT_POLICY;
            case SECURITY_GROUP -> FlowDropReason.SECURITY_GROUP;
            case OUT_SECURITY_GROUP -> FlowDropReason.OUT_SECURITY_GROUP;
            case FIREWALL_POLICY -> FlowDropReason.FIREWALL_POLICY;
            case OUT_FIREWALL_POLICY -> FlowDropReason.OUT_FIREWALL_POLICY;
        };
    }

    /** @return two indices, or null when an analyser has no mirror here */
    private static int[] mirrors(final List<String> analysers, final FlowView view) {
        final int[] found = {FlowEntry.NONE, FlowEntry.NONE};
        for (int i = 0; i < Math.min(analysers.size(), found.length); i++) {
            found[i] = view.mirror(analysers.get(i));
            if (found[i] < 0) {
                return null;
            }
        }
        return found;
    }

    /**
     * Whether a fat flow leaves out of its key what the translation needs: one flow would stand for packets that are to be
     * rewritten differently.
     */
    private static boolean isFatAcrossTranslation(final FlowMiss miss, final FlowPath path) {
        final FlowKey key = miss.key();
        final boolean fromGuest = path.from != null;
        final FlowVif side = fromGuest ? path.from : path.to;
        if (side == null || side.fatFlows().isEmpty()) {
            return false;
        }
        final int ignored =
                side.fatFlows().ignored(key.protocol(), key.sourcePort(), key.destinationPort(), !fromGuest);
        final int addresses = FatFlowRules.SOURCE_ADDRESS | FatFlowRules.DESTINATION_ADDRESS;
        final boolean portsChange = path.sourcePort != key.sourcePort()
                || path.destinationPort != key.destinationPort()
                || path.service != null;
        return (ignored & addresses) != 0 || ignored != 0 && portsChange;
    }

    private static Session session(final FlowMiss miss, final FlowPath path) {
        final FlowKey key = miss.key();
        final Membership source = membership(path.from, path.sourceFloating, path.sourceRoute, false);
        final Membership destination = membership(path.to, path.destinationFloating, path.route, true);
        final PolicyPacket sent = new PolicyPacket(
                miss.source(),
                miss.destination(),
                key.protocol(),
                key.sourcePort(),
                key.destinationPort(),
                source,
                destination);
        final PolicyPacket between = new PolicyPacket(
                path.sourceFloating == null ? miss.source() : path.sourceFloating.address(),
                miss.destination(),
                key.protocol(),
                key.sourcePort(),
                key.destinationPort(),
                source,
                destination);
        final PolicyPacket delivered = new PolicyPacket(
                path.source,
                path.destination,
                key.protocol(),
                path.sourcePort,
                path.destinationPort,
                source,
                destination);
        return new Session(
                sent,
                between,
                delivered,
                end(path.from, path.sourceFloating),
                end(path.to, path.destinationFloating),
                service(miss, path));
    }

    /**
     * What an end belongs to: a guest here to what its interface says, others to what their route says. Under a floating
     * address it belongs to that address's network instead of its own.
     */
    private static Membership membership(
            final FlowVif guest, final FloatingIp floating, final FlowRoute route, final boolean routeNamesFloating) {
        final Set<String> networks = new LinkedHashSet<>();
        if (floating != null) {
            networks.add(floating.network());
        }
        if (route != null && (floating == null || routeNamesFloating)) {
            networks.addAll(route.networks());
        }
        if (guest != null && floating == null && guest.network() != null) {
            networks.add(guest.network());
        }
        if (guest != null) {
            return new Membership(networks, guest.securityGroups(), guest.tags());
        }
        return route == null
                ? new Membership(networks, Set.of(), Set.of())
                : new Membership(networks, route.securityGroups(), route.tags());
    }

    private static Session.End end(final FlowVif guest, final FloatingIp floating) {
        return guest == null || !guest.policy()
                ? Session.End.ELSEWHERE
                : new Session.End(
                        true,
                        floating == null ? guest.network() : floating.network(),
                        guest.securityGroups(),
                        guest.tags());
    }

    private static Session.Service service(final FlowMiss miss, final FlowPath path) {
        if (path.linkLocal()) {
            return Session.Service.LINK_LOCAL;
        }
        return path.from != null && path.from.services().contains(miss.destination())
                ? Session.Service.GATEWAY
                : Session.Service.NONE;
    }
}
