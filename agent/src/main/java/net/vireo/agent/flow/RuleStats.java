// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.agent.policy.Decision;
import net.vireo.agent.policy.RuleRef;

/** How often each rule decided. One thread. */
public final class RuleStats {
    private final Map<RuleRef, Count> counts = new LinkedHashMap<>();

    RuleStats() {}

    /**
     * What a rule did.
     *
     * @param passed new flows that it let pass
     * @param denied new flows that it denied
     * @param revoked flows that had been and that it ended
     */
    public record Count(long passed, long denied, long revoked) {
        private Count plus(final Count more) {
            return new Count(passed + more.passed, denied + more.denied, revoked + more.revoked);
        }
    }

    void decided(final Decision decision) {
        add(decision.rule(), decision.pass() ? new Count(1, 0, 0) : new Count(0, 1, 0));
    }

    void revoked(final Decision decision) {
        add(decision.rule(), new Count(0, 0, 1));
    }

    private void add(final RuleRef rule, final Count more) {
        counts.merge(rule, more, Count::plus);
    }

    /** By rule, in the order in which they were met first. */
    public Map<RuleRef, Count> counts() {
        return new LinkedHashMap<>(counts);
    }
}
