// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Firewall policies in their order, and whom they hold for.
 *
 * @param name as it is configured
 * @param global whether they hold for every interface
 * @param applications tags of the applications whose interfaces they hold for
 */
public record ApplicationPolicySet(
        String name, boolean global, Set<Integer> applications, List<FirewallPolicy> policies) {
    public ApplicationPolicySet {
        applications = Set.copyOf(applications);
        policies = List.copyOf(policies);
    }

    /**
     * A firewall policy.
     *
     * @param name as it is to be named in verdicts
     */
    public record FirewallPolicy(String name, List<FirewallRule> rules) {
        public FirewallPolicy {
            rules = List.copyOf(rules);
        }
    }

    /** Whether it holds for an interface with these tags. */
    boolean holdsFor(final Set<Integer> tags) {
        return global || applications.stream().anyMatch(tags::contains);
    }

    /** The rules of some sets, the denial of the rest behind them; no rules when there are no sets. */
    static List<Rule> flatten(final List<ApplicationPolicySet> sets) {
        final List<Rule> all = new ArrayList<>();
        for (final ApplicationPolicySet set : sets) {
            for (final FirewallPolicy policy : set.policies) {
                for (int i = 0; i < policy.rules.size(); i++) {
                    final FirewallRule rule = policy.rules.get(i);
                    all.addAll(rule.flatten(new RuleRef(policy.name, rule.id() == null ? "#" + (i + 1) : rule.id())));
                }
            }
        }
        if (!all.isEmpty()) {
            all.add(Rule.always(RuleRef.DENY, RuleAction.DENY));
        }
        return all;
    }
}
