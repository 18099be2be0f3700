// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import net.vireo.agent.flow.FlowKey;
import net.vireo.agent.flow.FlowMiss;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.policy.IpAddress;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.sandesh.Reply;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;
import net.vireo.sandesh.VrouterOps;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowReader;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowTable;

/**
 * The data plane's flows: set over the control socket, looked at in the table's file, which costs the data plane nothing.
 * One thread. What sends throws {@link VrouterException} when the data plane is gone; the object is of no use then.
 */
final class FlowPlane implements AutoCloseable {
    private final VrouterClient client;
    private final FlowReader table;

    private FlowPlane(final VrouterClient client, final FlowReader table) {
        this.client = client;
        this.table = table;
    }

    /** Connects. @throws VrouterException when there is no data plane */
    static FlowPlane connect(final NodeDirectory node) {
        final VrouterClient client = VrouterClient.connect(node.socket());
        try {
            // After the connection: a data plane that starts from nothing has made its file by then.
            return new FlowPlane(client, FlowReader.open(node.flows()));
        } catch (final IOException e) {
            client.close();
            throw new VrouterException("the flow table cannot be read: " + e.getMessage(), "", e);
        }
    }

    List<Reply> answers(final List<VrFlow> requests) {
        return client.answers(requests);
    }

    /** Returns when the data plane still answers. */
    void probe() {
        client.request(new VrouterOps().op(SandeshOp.GET));
    }

    /** Says how long flows may be idle, in the words of the data plane's knob. */
    void idle(final String words) {
        client.request(new VireoNode().op(SandeshOp.ADD).put(VireoNode.CHANGE, "flow-idle " + words));
    }

    /** What has a place in the table, in use or not. */
    int slots() {
        return table.layout().slots();
    }

    /** The first slot in use from a number on, or {@link FlowTable#NONE}. */
    int nextLive(final int from) {
        return table.nextLive(from);
    }

    /** The flow in a slot, or null. */
    FlowRecord flow(final int slot) {
        return table.flow(slot);
    }

    /** The flow in a slot in this generation, or null. */
    FlowRecord flow(final int slot, final int generation) {
        final FlowRecord flow = table.flow(slot);
        return flow != null && flow.generation() == generation ? flow : null;
    }

    /** Whether the flow in a slot is of this generation. */
    boolean holds(final int slot, final int generation) {
        return flow(slot, generation) != null;
    }

    /** A flow's key in the agent's words. */
    static FlowKey key(final FlowRecord flow) {
        final boolean ipv4 = flow.family() == FlowKeys.IPV4;
        return new FlowKey(
                flow.nexthopId(),
                ipv4 ? IpAddress.ipv4((int) flow.sourceLow()) : IpAddress.ipv6(flow.sourceHigh(), flow.sourceLow()),
                ipv4
                        ? IpAddress.ipv4((int) flow.destinationLow())
                        : IpAddress.ipv6(flow.destinationHigh(), flow.destinationLow()),
                flow.protocol(),
                flow.sourcePort(),
                flow.destinationPort());
    }

    /** A flow that waits, with what its key leaves out as the packet shows it. */
    static FlowMiss miss(final FlowRecord flow, final TrappedPacket packet) {
        final FlowKey key = key(flow);
        return new FlowMiss(
                flow.index(),
                flow.generation(),
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
                .map(FlowPlane::address)
                .orElse(ofKey);
    }

    private static IpAddress address(final byte[] octets) {
        final ByteBuffer bytes = ByteBuffer.wrap(octets);
        return octets.length == Integer.BYTES
                ? IpAddress.ipv4(bytes.getInt())
                : IpAddress.ipv6(bytes.getLong(), bytes.getLong());
    }

    @Override
    public void close() {
        client.close();
    }
}
