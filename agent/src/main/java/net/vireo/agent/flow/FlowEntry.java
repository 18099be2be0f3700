// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowState;

/**
 * A flow entry as it is to be set in the data plane (FLOW_SET, sheet vrouter-dataplane 5.2).
 *
 * @param index its slot, {@link #NONE} to have it made
 * @param generation of its slot; means nothing when it is to be made
 * @param reverse the slot of its other direction, {@link #NONE} to leave the link as it is
 * @param action, flags of {@link FlowState}; without {@link FlowState#ACTIVE} the entry is deleted
 * @param vrf that its packets are routed in
 * @param destinationVrf that they are routed in once translated
 * @param sourceNexthop where they must come from, 0 for anywhere
 * @param ecmpMember which member of an ECMP next hop they take, {@link #NONE} for the data plane's choice
 * @param mirror, secondMirror analysers, {@link #NONE} for none
 * @param dropReason why the action is to drop
 */
public record FlowEntry(
        int index,
        int generation,
        int reverse,
        FlowKey key,
        int action,
        int flags,
        int vrf,
        int destinationVrf,
        int sourceNexthop,
        int ecmpMember,
        int mirror,
        int secondMirror,
        FlowDropReason dropReason) {
    /** No slot, no member, no mirror. */
    public static final int NONE = -1;

    private static final int FLOW_SET = 0;

    /** What drops a flow's packets. */
    public static FlowEntry drop(final FlowMiss miss, final FlowDropReason reason) {
        return new FlowEntry(
                miss.index(),
                miss.generation(),
                NONE,
                miss.key(),
                FlowState.DROP,
                FlowState.ACTIVE,
                miss.vrf(),
                miss.vrf(),
                0,
                NONE,
                NONE,
                NONE,
                reason);
    }

    /** The same entry, dropping. */
    FlowEntry dropping(final FlowDropReason reason) {
        return new FlowEntry(
                index,
                generation,
                reverse,
                key,
                FlowState.DROP,
                FlowState.ACTIVE,
                vrf,
                destinationVrf,
                0,
                NONE,
                NONE,
                NONE,
                reason);
    }

    /** The same entry in a slot of the data plane. */
    public FlowEntry at(final int slot, final int slotGeneration, final int reverseSlot) {
        return new FlowEntry(
                slot,
                slotGeneration,
                reverseSlot,
                key,
                action,
                flags,
                vrf,
                destinationVrf,
                sourceNexthop,
                ecmpMember,
                mirror,
                secondMirror,
                dropReason);
    }

    /** Whether the data plane would do the same by both, wherever they stand. */
    boolean sameWork(final FlowEntry other) {
        return at(NONE, 0, NONE).equals(other.at(NONE, 0, NONE));
    }

    /** Whether packets pass as they are, to nobody else. */
    boolean isPlain() {
        return action == FlowState.FORWARD && (flags & ~FlowState.ACTIVE) == 0;
    }

    /** Whether it drops. */
    public boolean drops() {
        return action == FlowState.DROP;
    }

    /** The message. */
    public VrFlow request() {
        final VrFlow request = new VrFlow()
                .put(VrFlow.OP, FLOW_SET)
                .put(VrFlow.INDEX, index)
                .put(VrFlow.GEN_ID, generation)
                .put(VrFlow.RINDEX, reverse)
                .put(VrFlow.ACTION, action)
                .put(VrFlow.FLAGS, flags)
                .put(VrFlow.FLOW_VRF, vrf)
                .put(VrFlow.FLOW_DVRF, destinationVrf)
                .put(VrFlow.SRC_NH_INDEX, sourceNexthop)
                .put(VrFlow.ECMP_NH_INDEX, ecmpMember)
                .put(VrFlow.UNDERLAY_ECMP_INDEX, NONE)
                .put(VrFlow.MIR_ID, mirror)
                .put(VrFlow.SEC_MIR_ID, secondMirror)
                .put(VrFlow.QOS_ID, NONE)
                .put(VrFlow.DROP_REASON, dropReason.number());
        key.write(request);
        return request;
    }

    /** The message that deletes the entry. */
    public VrFlow deletion() {
        return request().put(VrFlow.FLAGS, 0).put(VrFlow.RINDEX, NONE);
    }
}
