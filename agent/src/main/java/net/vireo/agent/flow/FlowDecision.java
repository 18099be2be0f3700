// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.Set;
import net.vireo.agent.policy.Decision;
import net.vireo.vrouter.flow.FlowDropReason;

/**
 * What is to become of a flow. One that may be has two entries, each the other's reverse; set the reverse first, so that an
 * answer finds it. One that may not be has its own entry only, which drops: what the other end begins is another session
 * and is judged by itself.
 *
 * @param forward the entry of the flow that waits
 * @param reverse the entry of its answers, to be made; null when the flow is dropped
 * @param policy what the policy says; null when it was not asked, because the flow can go nowhere
 * @param reason why it is dropped; null when it is not
 * @param refusal the limit that it met, or null
 * @param path the way that its packets take, as far as it is known
 * @param objects what the decision rests on
 */
public record FlowDecision(
        FlowMiss miss,
        FlowEntry forward,
        FlowEntry reverse,
        Decision policy,
        FlowDropReason reason,
        FlowRefusal refusal,
        FlowPath path,
        Set<FlowObject> objects) {
    public FlowDecision {
        objects = Set.copyOf(objects);
    }

    /** Whether packets pass. */
    public boolean passes() {
        return reason == null;
    }

    /** Whether it is dropped because it cannot be, not because it must not: to be deleted soon, so that it may try again. */
    public boolean isShort() {
        return reason != null && (policy == null || policy.pass());
    }

    /** The same decision about a flow that is dropped and whose answers have an entry, which drops too; null for none. */
    FlowDecision withReverse(final FlowEntry answers) {
        return new FlowDecision(
                miss,
                forward,
                answers == null ? null : answers.dropping(reason),
                policy,
                reason,
                refusal,
                path,
                objects);
    }

    /** The same flow, dropped for another reason. */
    FlowDecision dropping(final FlowDropReason why) {
        return new FlowDecision(miss, FlowEntry.drop(miss, why), null, policy, why, refusal, path, objects);
    }
}
