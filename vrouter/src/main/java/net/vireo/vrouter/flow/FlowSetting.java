// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.linux.memory.Memory;

/**
 * A verdict as the control thread writes it into a flow.
 *
 * @param action {@link FlowState#DROP}, {@link FlowState#HOLD}, {@link FlowState#FORWARD} or {@link FlowState#NAT}
 * @param flags {@link FlowState} bits; those that are the data plane's own are ignored
 * @param flags1 HBS bits
 * @param vrf where the flow's packets are routed
 * @param destinationVrf where translated packets are routed
 * @param sourceNexthop what the source of a packet must match
 * @param mirror, secondMirror meant when flags hold {@link FlowState#MIRROR}
 * @param qos a QoS map, or -1
 * @param ttl the TTL that packets leave with, 0 to leave it
 * @param ecmpMember member of an ECMP next hop, or -1
 * @param underlayMember which fabric link, or -1
 * @param dropReason why the action is to drop
 */
public record FlowSetting(
        int action,
        int flags,
        int flags1,
        int vrf,
        int destinationVrf,
        int sourceNexthop,
        int mirror,
        int secondMirror,
        int qos,
        int ttl,
        int ecmpMember,
        int underlayMember,
        int dropReason) {
    /** Not {@link FlowState#ACTIVE}: the flow is deleted. */
    public static final FlowSetting DELETE = new FlowSetting(FlowState.HOLD, 0, 0, 0, 0, 0, 0, 0, -1, 0, -1, -1, 0);

    private static final int BYTE = 0xff;
    private static final long SHORT = 0xffff;

    /** Forward, routed in a VRF, nothing else. */
    public static FlowSetting forward(final int vrf, final int sourceNexthop) {
        return new FlowSetting(FlowState.FORWARD, FlowState.ACTIVE, 0, vrf, vrf, sourceNexthop, 0, 0, -1, 0, -1, -1, 0);
    }

    /** Writes everything but the state, which is to follow. */
    void write(final FlowSlots slots, final int index) {
        Memory.putShort(slots.address(index, FlowSlots.DVRF), (short) destinationVrf);
        Memory.putInt(slots.address(index, FlowSlots.VERDICT), 0);
        Memory.putLong(
                slots.address(index, FlowSlots.SOURCE_NEXTHOP),
                (qos & SHORT) << 48 | (vrf & SHORT) << 32 | sourceNexthop & 0xffff_ffffL);
        Memory.putLong(
                slots.address(index, FlowSlots.ECMP),
                (secondMirror & SHORT) << 48
                        | (mirror & SHORT) << 32
                        | (long) (dropReason & BYTE) << 24
                        | (ttl & BYTE) << 16
                        | (underlayMember & BYTE) << 8
                        | ecmpMember & BYTE);
    }

    /**
     * Writes the state last: who reads it first finds the rest. Keeps what is the data plane's own. One that is told to go on
     * waiting waits for its first verdict as before, and is counted so.
     */
    void judge(final FlowSlots slots, final int index) {
        final int kept = action == FlowState.HOLD ? FlowState.OWN_FLAGS : FlowState.OWN_FLAGS & ~FlowState.NEW_FLOW;
        while (true) {
            final long seen = slots.state(index);
            final int own = FlowState.flags(seen) & kept;
            final long wanted = FlowState.of(action, flags & ~FlowState.OWN_FLAGS | own, FlowState.tcp(seen), flags1);
            if (slots.compareAndSetState(index, seen, wanted)) {
                return;
            }
        }
    }
}
