// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

/** An ordered list of rules. */
public interface RuleFinder {
    /** The first rule that a packet matches, or null. Any thread. */
    Rule find(PolicyPacket packet);

    /** Whether there are no rules. */
    boolean isEmpty();
}
