// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.List;

/**
 * What the policy says of a session. It holds for both directions: answers take the verdict of what they answer.
 *
 * @param pass whether it may be
 * @param stage where it was decided
 * @param rule the rule that decided: the one that denied it, else the last of a list that has rules, else the last
 * @param steps every list that was asked, in order
 * @param mirrors analysers that get copies, each once
 * @param log whether a rule wants it recorded
 */
public record Decision(boolean pass, Stage stage, RuleRef rule, List<Step> steps, List<String> mirrors, boolean log) {
    /** A list that was asked, and what it said. */
    public record Step(Stage stage, RuleRef rule, boolean pass) {}

    /** Allowed whatever the lists say. */
    static Decision always(final RuleRef rule) {
        final Step step = new Step(Stage.ALWAYS, rule, true);
        return new Decision(true, Stage.ALWAYS, rule, List.of(step), List.of(), false);
    }
}
