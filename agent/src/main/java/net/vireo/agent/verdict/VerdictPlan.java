// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.vireo.agent.policy.IpPrefix;

/**
 * By what lcores are to decide. Immutable.
 *
 * @param sides by the next hop that stands for the guest in flow keys
 * @param addresses groups that addresses elsewhere belong to
 * @param trapped guests that are here and have no side, by the same next hop: why all their flows are the agent's
 */
public record VerdictPlan(
        Map<Integer, Side> sides, Map<Addresses, List<Integer>> addresses, Map<Integer, String> trapped) {
    /** Everything is the agent's to judge. */
    public static final VerdictPlan NONE = new VerdictPlan(Map.of(), Map.of(), Map.of());

    public VerdictPlan {
        sides = Map.copyOf(sides);
        addresses = Map.copyOf(addresses);
        trapped = Map.copyOf(trapped);
    }

    /**
     * What judges a guest's flows.
     *
     * @param groups that it belongs to
     * @param out lists that judge what it sends
     * @param in lists that judge what is sent to it
     */
    public record Side(List<Integer> groups, List<RuleList> out, List<RuleList> in) {
        public Side {
            groups = List.copyOf(groups);
            out = List.copyOf(out);
            in = List.copyOf(in);
        }
    }

    /** The addresses of a prefix in a VRF. */
    public record Addresses(int vrf, IpPrefix prefix) {}

    /** Whether something is known of the guest of a next hop: what the data plane has for it is not left alone. */
    boolean knows(final int nexthop) {
        return sides.containsKey(nexthop) || trapped.containsKey(nexthop);
    }

    /** The different lists. */
    public Set<RuleList> lists() {
        return sides.values().stream()
                .flatMap(side -> Stream.concat(side.out().stream(), side.in().stream()))
                .collect(Collectors.toSet());
    }
}
