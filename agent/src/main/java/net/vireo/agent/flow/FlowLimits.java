// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

/**
 * How many flows there may be; 0 for any number.
 *
 * @param flowsPerVm of one virtual machine
 * @param linkLocalFlows of the node
 * @param linkLocalFlowsPerVm of one virtual machine
 * @param waiting flows that were decided and whose data plane has not answered yet
 */
public record FlowLimits(int flowsPerVm, int linkLocalFlows, int linkLocalFlowsPerVm, int waiting) {
    /** Those of Contrail (sheet control-plane 4.6): 4,096 and 1,024 link-local flows; 4,096 waiting. */
    public static final FlowLimits STANDARD = new FlowLimits(0, 4_096, 1_024, 4_096);

    /** Those of Contrail but for what is configured; the same number as ever may wait. */
    public static FlowLimits of(final int flowsPerVm, final int linkLocalFlows, final int linkLocalFlowsPerVm) {
        return new FlowLimits(flowsPerVm, linkLocalFlows, linkLocalFlowsPerVm, STANDARD.waiting);
    }

    /** Whether one more is too many. */
    static boolean isMet(final int count, final int most) {
        return most > 0 && count >= most;
    }
}
