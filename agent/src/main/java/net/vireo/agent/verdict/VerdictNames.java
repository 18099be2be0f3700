// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.RuleRef;
import net.vireo.vrouter.table.Verdicts;

/**
 * Numbers of rules, and of the groups that rules ask for. A number follows from the name, so that an agent that starts again
 * finds its tables in the data plane as it would write them, and knows what decided on the flows there. Two names that make
 * the same number are told apart in the order in which they come. Any thread may read names; one gives numbers.
 */
public final class VerdictNames {
    private static final int MAX_RULE = (1 << 29) - 1;

    private final Map<Integer, RuleRef> rules = new ConcurrentHashMap<>();
    private final Map<Integer, Endpoint> groups = new ConcurrentHashMap<>();

    /** No names yet. */
    public VerdictNames() {}

    int rule(final RuleRef rule) {
        int number = start(rule.list() + '\0' + rule.rule());
        while (!rules.computeIfAbsent(number, free -> rule).equals(rule)) {
            number = next(number);
        }
        return number;
    }

    int group(final Endpoint group) {
        int number = start(group.toString());
        while (!groups.computeIfAbsent(number, free -> group).equals(group)) {
            number = next(number);
        }
        return number;
    }

    private static int start(final String name) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100_0000_01b3L;
        }
        return Math.max((int) ((hash ^ hash >>> 32) & MAX_RULE), Verdicts.FIRST_RULE);
    }

    private static int next(final int number) {
        return number == MAX_RULE ? Verdicts.FIRST_RULE : number + 1;
    }

    /**
     * The rule by which an lcore decided on a flow.
     *
     * @param verdict as the data plane shows it with the flow; 0 when it asked the agent
     * @return empty for 0, and for a rule that this agent has not had
     */
    public Optional<RuleRef> ruleOf(final int verdict) {
        return verdict == Verdicts.ALLOWED ? Optional.of(RuleRef.ALLOW) : Optional.ofNullable(rules.get(verdict >>> 2));
    }

    /** All rules that have a number. */
    public Map<Integer, RuleRef> rules() {
        return new TreeMap<>(rules);
    }
}
