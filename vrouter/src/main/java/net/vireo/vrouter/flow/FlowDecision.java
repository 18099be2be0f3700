// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.linux.memory.Memory;

/**
 * What an lcore decided about one direction of a new flow by the verdict tables; filled anew for each flow. One thread.
 */
public final class FlowDecision {
    private static final long NO_QOS = 0xffffL << 48;
    private static final long NO_MEMBERS = 0xffff;
    private static final long SHORT = 0xffff;
    private static final int VRF_SHIFT = 32;
    private static final int DROP_REASON_SHIFT = 24;

    /** What {@link #write} writes, made once. */
    final FlowFacts facts = this::write;

    private int action;
    private int vrf;
    private int sourceNexthop;
    private int verdict;
    private int dropReason;

    public FlowDecision() {}

    /**
     * The flow's packets go on.
     *
     * @param inVrf where they are routed
     * @param fromNexthop what their source must match, see {@link FlowVerdict#sourceNexthop}
     * @param byVerdict number of the verdict, for people: the agent knows its rule
     */
    public void forward(final int inVrf, final int fromNexthop, final int byVerdict) {
        action = FlowState.FORWARD;
        vrf = inVrf;
        sourceNexthop = fromNexthop;
        verdict = byVerdict;
        dropReason = 0;
    }

    /** The flow's packets are dropped. */
    public void drop(final int inVrf, final int byVerdict, final FlowDropReason reason) {
        action = FlowState.DROP;
        vrf = inVrf;
        sourceNexthop = 0;
        verdict = byVerdict;
        dropReason = reason.number();
    }

    /** @return the state that the flow is made with */
    long state() {
        return FlowState.of(action, FlowState.ACTIVE, 0, 0);
    }

    /** Writes everything but the state. */
    void write(final FlowSlots slots, final int index) {
        Memory.putShort(slots.address(index, FlowSlots.DVRF), (short) vrf);
        Memory.putLong(
                slots.address(index, FlowSlots.SOURCE_NEXTHOP),
                NO_QOS | (vrf & SHORT) << VRF_SHIFT | sourceNexthop & 0xffff_ffffL);
        Memory.putLong(slots.address(index, FlowSlots.ECMP), (long) dropReason << DROP_REASON_SHIFT | NO_MEMBERS);
        Memory.putInt(slots.address(index, FlowSlots.VERDICT), verdict);
    }
}
