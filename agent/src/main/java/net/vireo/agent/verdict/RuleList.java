// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import java.util.Arrays;
import net.vireo.sandesh.VireoVerdict;

/** The rules of a verdict table as they travel, {@link VireoVerdict#RULE_INTS} numbers each. Immutable; equal by content. */
public final class RuleList {
    private final int[] rules;
    private final int hash;

    RuleList(final int... rules) {
        this.rules = rules.clone();
        hash = Arrays.hashCode(rules);
    }

    int[] rules() {
        return rules.clone();
    }

    /** How many rules. */
    public int size() {
        return rules.length / VireoVerdict.RULE_INTS;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final RuleList list && list.hash == hash && Arrays.equals(list.rules, rules);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return size() + " rules";
    }
}
