// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.vireo.port.kind.PortKind;
import net.vireo.port.pool.PacketPool;

/**
 * pkt0, the way to the agent: a Unix datagram socket of ours and one of the agent's in the node's directory (fact sheet
 * vrouter-dataplane 5.4). One datagram is one frame, without a length in front. The agent may come, go and come again at
 * any time; while it is away, and while it does not read, packets are refused and nothing waits.
 *
 * <p>The agent must connect its socket to ours: then the limit is the send buffer, else the kernel lets only a few
 * datagrams wait ({@code net.unix.max_dgram_qlen}). What comes from another user than this process's or root is refused
 * as an error.
 */
public final class AgentPort implements Port {
    /** The name of our socket. */
    public static final String OUR_NAME = "dpdk_pkt0";
    /** The name of the agent's socket. */
    public static final String AGENT_NAME = "agent_pkt0";

    private final PacketPool pool;
    private final AgentSockets sockets;
    private final AgentReceiver receiver;
    private final List<AgentSender> senders = new CopyOnWriteArrayList<>();
    private final SummedCounters counters = new SummedCounters();

    private AgentPort(final PacketPool pool, final AgentSockets sockets) {
        this.pool = pool;
        this.sockets = sockets;
        receiver = new AgentReceiver(pool, sockets, counters.newQueue());
    }

    /**
     * Makes our socket (mode 0600), in place of one that a dead process left.
     *
     * @param directory of the node, which belongs to this user alone
     * @throws net.vireo.linux.LinuxException when the socket cannot be made
     */
    public static AgentPort open(final PacketPool pool, final Path directory) {
        return new AgentPort(pool, new AgentSockets(directory.resolve(OUR_NAME), directory.resolve(AGENT_NAME)));
    }

    @Override
    public String name() {
        return "pkt0";
    }

    @Override
    public String kind() {
        return PortKind.AGENT.text();
    }

    @Override
    public int rxQueueCount() {
        return 1;
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return receiver;
    }

    @Override
    public int ownedTxQueues() {
        return 1;
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        final AgentSender sender = new AgentSender(pool, sockets, counters.newQueue());
        senders.add(sender);
        return sender;
    }

    @Override
    public DeviceQueues queues() {
        return DeviceQueues.always(1, counters::rxPackets);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        receiver.release();
        senders.forEach(AgentSender::release);
        sockets.close();
    }
}
