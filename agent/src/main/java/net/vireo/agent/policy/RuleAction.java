// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

/**
 * What a rule wants done.
 *
 * @param pass false: deny
 * @param mirror the analyser that gets a copy of every packet, or null
 * @param log whether sessions are to be recorded
 */
public record RuleAction(boolean pass, String mirror, boolean log) {
    public static final RuleAction PASS = new RuleAction(true, null, false);
    public static final RuleAction DENY = new RuleAction(false, null, false);
}
