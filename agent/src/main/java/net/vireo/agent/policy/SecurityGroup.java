// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A security group. Stateful: answers to what it allowed need no rule.
 *
 * @param id its number, which routes carry so that other nodes know who is a member
 * @param name as it is to be named in verdicts
 */
public record SecurityGroup(int id, String name, List<SecurityGroupRule> rules) {
    public SecurityGroup {
        rules = List.copyOf(rules);
    }

    /** What a member of all these groups may receive, or send; behind it the denial of the rest. */
    static List<Rule> flatten(final List<SecurityGroup> groups, final boolean ingress) {
        final List<Rule> all = new ArrayList<>();
        for (final SecurityGroup group : groups) {
            for (int i = 0; i < group.rules.size(); i++) {
                final SecurityGroupRule written = group.rules.get(i);
                if (written.ingress() == ingress) {
                    all.add(new Rule(
                            new RuleRef(group.name, written.id() == null ? "#" + (i + 1) : written.id()),
                            written.families(),
                            written.protocol(),
                            ingress ? written.remote() : Endpoint.ANY,
                            PortRange.ANY,
                            ingress ? Endpoint.ANY : written.remote(),
                            written.ports(),
                            Set.of(),
                            written.mirror() == null
                                    ? RuleAction.PASS
                                    : new RuleAction(true, written.mirror(), false)));
                }
            }
        }
        all.add(Rule.always(RuleRef.DENY, RuleAction.DENY));
        return all;
    }
}
