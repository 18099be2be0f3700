// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.vireo.linux.LinuxException;
import net.vireo.linux.PacketSocket;
import net.vireo.linux.PacketSocketOptions;
import net.vireo.linux.PacketSocketOptions.Fanout;
import net.vireo.port.kind.PortKind;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketPool;

/**
 * An Ethernet link of the kernel's (a network card, one end of a veth) through packet sockets: one per receive queue,
 * among which the kernel spreads flows by their hash. Everything on the wire is heard, whatever the destination
 * address. VLAN tags that the kernel took off are put back. With {@link OffloadMode#NONE} checksums that a sender on this
 * host left open are filled in, and segments longer than the MTU are refused, so the link's far end must not leave
 * cutting to a device (TSO, GSO). With the other modes such packets travel whole, both ways.
 *
 * <p>Frames move by {@code recvmmsg} and {@code sendmmsg}, measured against TPACKET_V3 over a veth (CPU time of the
 * receiver, median, 60-byte frames; then what a lone frame waits): 700 ns a frame and 3 us, against 28 ns and 1000 us.
 * A millisecond per hop at low load is the ring's block timer and cannot be set lower; a router may not cost that.
 */
public final class PacketSocketPort implements Port {
    private static final int MAX_QUEUES = 64;

    /** Of the socket's buffer for each descriptor of a card that it stands for: what the kernel charges a usual frame. */
    private static final int RX_DESCRIPTOR_BYTES = 2048;

    private static final int TX_DESCRIPTOR_BYTES = 4096;

    /** Buffers of 4 MB. */
    private static final int DEFAULT_RX_DESCRIPTORS = 2048;

    private static final int DEFAULT_TX_DESCRIPTORS = 1024;

    private final Link link;
    private final PacketPool pool;
    private final PacketSocket[] sockets;
    private final Receiver[] receivers;
    private final List<PacketSocketSender> senders = new ArrayList<>();
    private final SummedCounters counters = new SummedCounters(() -> 0, this::missedCount);

    /** Guarded by the sockets' array: how many frames the kernel had dropped when the port was closed; -1 before. */
    private long missedAtClose = -1;

    /**
     * Which link, and how.
     *
     * @param name of the link, as tools show it
     * @param index of the link in the opening thread's network namespace
     * @param mtuBytes the largest MTU that the link will have: it decides which buffers frames are read into; longer
     *     frames are refused as {@code rxErrors}
     * @param queueCount receive queues, 1 to 64
     * @param mode what is left to the link; with offloads each queue holds 16 large buffers of the pool
     * @param rxDescriptors frames of 2 KB that a queue's receive buffer holds: a packet socket has no descriptors
     * @param txDescriptors the same for sending, of 4 KB
     */
    public record Link(
            String name,
            int index,
            int mtuBytes,
            int queueCount,
            OffloadMode mode,
            int rxDescriptors,
            int txDescriptors) {
        /** A link with usual buffers. */
        public Link(
                final String name, final int index, final int mtuBytes, final int queueCount, final OffloadMode mode) {
            this(name, index, mtuBytes, queueCount, mode, DEFAULT_RX_DESCRIPTORS, DEFAULT_TX_DESCRIPTORS);
        }

        /** A link without offloads. */
        public Link(final String name, final int index, final int mtuBytes, final int queueCount) {
            this(name, index, mtuBytes, queueCount, OffloadMode.NONE);
        }

        public Link {
            if (queueCount < 1 || queueCount > MAX_QUEUES) {
                throw new IllegalArgumentException(
                        "a packet socket port has 1.." + MAX_QUEUES + " queues: " + queueCount);
            }
        }
    }

    private PacketSocketPort(final Link link, final PacketPool pool, final PacketSocket[] sockets) {
        this.link = link;
        this.pool = pool;
        this.sockets = sockets;
        receivers = new Receiver[sockets.length];
        Arrays.setAll(receivers, i -> receiver(sockets[i].fd(), counters.newQueue()));
    }

    private Receiver receiver(final int fd, final QueueCounters queueCounters) {
        return link.mode == OffloadMode.NONE
                ? new PacketSocketReceiver(pool, fd, FrameRoom.fitsSmall(link.mtuBytes), queueCounters)
                : new PacketSocketOffloadReceiver(pool, fd, link.mode == OffloadMode.FABRIC, queueCounters);
    }

    /**
     * Opens the sockets in the calling thread's network namespace.
     *
     * @throws LinuxException EPERM without CAP_NET_RAW, ENODEV without such a link
     */
    public static PacketSocketPort open(final PacketPool pool, final Link link) {
        // The queueing discipline stays in the path: captures on the link would not show what goes around it.
        final PacketSocketOptions options = new PacketSocketOptions()
                .promiscuous(true)
                .buffers(link.rxDescriptors * RX_DESCRIPTOR_BYTES, link.txDescriptors * TX_DESCRIPTOR_BYTES)
                .vnetHeader(link.mode != OffloadMode.NONE);
        if (link.queueCount > 1) {
            options.fanout(link.index, Fanout.HASH); // groups are numbered per namespace, as links are
        }
        final List<PacketSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < link.queueCount; i++) {
                sockets.add(PacketSocket.open(link.index, options));
            }
            return new PacketSocketPort(link, pool, sockets.toArray(PacketSocket[]::new));
        } catch (final LinuxException e) {
            sockets.forEach(PacketSocket::close);
            throw e;
        }
    }

    @Override
    public String name() {
        return link.name;
    }

    @Override
    public String kind() {
        return PortKind.PACKET_SOCKET.text();
    }

    @Override
    public int rxQueueCount() {
        return receivers.length;
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return receivers[index];
    }

    @Override
    public int ownedTxQueues() {
        return sockets.length;
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        final int fd = sockets[lcoreIndex % sockets.length].fd();
        final PacketSocketSender sender = new PacketSocketSender(pool, fd, link.mode, offloads(), counters.newQueue());
        senders.add(sender);
        return sender;
    }

    /** The kernel does in software what the link cannot. */
    @Override
    public Offloads offloads() {
        return link.mode == OffloadMode.NONE ? Offloads.NONE : Offloads.ALL;
    }

    @Override
    public DeviceQueues queues() {
        return DeviceQueues.always(receivers.length, counters::rxPackets);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        for (final Receiver receiver : receivers) {
            receiver.release();
        }
        senders.forEach(PacketSocketSender::release);
        synchronized (sockets) {
            missedAtClose = missedCount();
            for (final PacketSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private long missedCount() {
        synchronized (sockets) {
            if (missedAtClose >= 0) {
                return missedAtClose;
            }
            long count = 0;
            for (final PacketSocket socket : sockets) {
                count += socket.statistics().drops();
            }
            return count;
        }
    }

    /** A receive queue that gives its buffers back when the port is closed, after the lcore has let go of it. */
    interface Receiver extends RxQueue {
        void release();
    }
}
