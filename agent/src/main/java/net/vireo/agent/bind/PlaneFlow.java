// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.nio.ByteBuffer;
import net.vireo.agent.flow.FlowKey;
import net.vireo.agent.flow.FlowMiss;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.policy.IpAddress;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowVerdict;

/**
 * A flow of the data plane's table at one moment, by whichever way it was read.
 *
 * @param slot where it stands
 * @param generation of its slot
 * @param reverse the slot of its other direction, {@link FlowTable#NONE} when it has none
 * @param action, flags of {@link FlowState}
 * @param vrf that its packets are routed in
 * @param sourceNexthop that the source of its packets must match
 * @param sourceInfo where its first packet came from: a vif by its number, the fabric by an address; 0 when no packet made it
 * @param ageMs since it was made
 * @param verdict by which an lcore decided about it, 0 when it asked
 * @param packets, bytes over all lcores
 */
record PlaneFlow(
        int slot,
        int generation,
        FlowKey key,
        int reverse,
        int action,
        int flags,
        int vrf,
        int sourceNexthop,
        int sourceInfo,
        long ageMs,
        int verdict,
        long packets,
        long bytes) {
    /** As the table's file has it. */
    static PlaneFlow of(final FlowRecord flow) {
        final boolean ipv4 = flow.family() == FlowKeys.IPV4;
        return new PlaneFlow(
                flow.index(),
                flow.generation(),
                new FlowKey(
                        flow.nexthopId(),
                        ipv4
                                ? IpAddress.ipv4((int) flow.sourceLow())
                                : IpAddress.ipv6(flow.sourceHigh(), flow.sourceLow()),
                        ipv4
                                ? IpAddress.ipv4((int) flow.destinationLow())
                                : IpAddress.ipv6(flow.destinationHigh(), flow.destinationLow()),
                        flow.protocol(),
                        flow.sourcePort(),
                        flow.destinationPort()),
                flow.reverse(),
                FlowState.action(flow.state()),
                FlowState.flags(flow.state()),
                FlowVerdict.vrf(flow.source()),
                FlowVerdict.sourceNexthop(flow.source()),
                flow.sourceInfo(),
                FlowClock.nowMs() - flow.madeMs(),
                flow.verdict(),
                flow.packets(),
                flow.bytes());
    }

    /** As the control socket tells it; null for addresses that are none. */
    static PlaneFlow of(final VireoFlowList flow) {
        final int octets = flow.value(VireoFlowList.FAMILY) == Family.INET ? Integer.BYTES : 2 * Long.BYTES;
        final byte[] source = flow.value(VireoFlowList.SOURCE);
        final byte[] destination = flow.value(VireoFlowList.DESTINATION);
        if (source.length != octets || destination.length != octets) {
            return null;
        }
        return new PlaneFlow(
                flow.value(VireoFlowList.INDEX),
                flow.value(VireoFlowList.GEN_ID),
                new FlowKey(
                        flow.value(VireoFlowList.KEY_NH_ID),
                        address(source),
                        address(destination),
                        flow.value(VireoFlowList.PROTO),
                        flow.value(VireoFlowList.SOURCE_PORT),
                        flow.value(VireoFlowList.DESTINATION_PORT)),
                flow.value(VireoFlowList.REVERSE_INDEX),
                flow.value(VireoFlowList.ACTION),
                flow.value(VireoFlowList.FLAGS),
                flow.value(VireoFlowList.VRF),
                flow.value(VireoFlowList.SOURCE_NH_ID),
                flow.value(VireoFlowList.SOURCE_INFO),
                flow.value(VireoFlowList.AGE_MS),
                flow.value(VireoFlowList.VERDICT),
                flow.value(VireoFlowList.PACKETS),
                flow.value(VireoFlowList.BYTES));
    }

    /** Whether it is in use, and not on its way out. */
    boolean isActive() {
        return (flags & FlowState.ACTIVE) != 0;
    }

    /** Whether it waits for a verdict. */
    boolean isWaiting() {
        return action == FlowState.HOLD;
    }

    /** Whether its slot is of this generation: another's would be of another. */
    boolean is(final int ofGeneration) {
        return generation == ofGeneration;
    }

    /** A flow that waits, with what its key leaves out as the packet shows it. */
    FlowMiss miss(final TrappedPacket packet) {
        return new FlowMiss(
                slot,
                generation,
                packet.vif(),
                packet.vrf(),
                key,
                whole(key.source(), packet, false),
                whole(key.destination(), packet, true));
    }

    /** An address of a key, or the packet's where a fat flow has none. */
    private static IpAddress whole(final IpAddress ofKey, final TrappedPacket packet, final boolean destination) {
        if (!ofKey.isZero()) {
            return ofKey;
        }
        return packet.address(destination)
                .filter(octets -> octets.length * Byte.SIZE == ofKey.bits())
                .map(PlaneFlow::address)
                .orElse(ofKey);
    }

    private static IpAddress address(final byte[] octets) {
        final ByteBuffer bytes = ByteBuffer.wrap(octets);
        return octets.length == Integer.BYTES
                ? IpAddress.ipv4(bytes.getInt())
                : IpAddress.ipv6(bytes.getLong(), bytes.getLong());
    }
}
