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

    /** Whether one more is too many. */
    static boolean isMet(final int count, final int most) {
        return most > 0 && count >= most;
    }
}
