// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.vireo.linux.Errno;
import net.vireo.linux.Ethtool;
import net.vireo.linux.LinuxException;
import net.vireo.linux.xdp.XdpMode;
import net.vireo.linux.xdp.XdpProgram;
import net.vireo.linux.xdp.XdpSocket;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Vlan;
import net.vireo.port.FrameRoom;
import net.vireo.port.Port;
import net.vireo.port.PortCounters;
import net.vireo.port.RxQueue;
import net.vireo.port.SummedCounters;
import net.vireo.port.TxQueue;
import net.vireo.port.kind.PortKind;
import net.vireo.port.pool.PacketPool;

/**
 * An Ethernet link of the kernel's through AF_XDP: one socket on each of its receive queues, and a program in its driver
 * that leads every frame there, so that the kernel's own stack hears nothing of the link. VLAN tags are in the frames.
 * The device takes no offloads; long packets are cut and checksums completed before they leave. The link's far end must
 * not leave cutting to a device.
 *
 * <p>Unlike a packet socket it has as many receive queues as the link, whoever asks for more, and needs CAP_BPF and
 * CAP_NET_ADMIN in the machine's own user namespace.
 */
public final class XdpPort implements Port {
    /** The longest MTU: what a chunk holds behind the kernel's room, less the Ethernet header and two tags. */
    public static final int MAX_MTU_BYTES =
            XdpFrames.CHUNK_BYTES - XdpSocket.KERNEL_HEADROOM_BYTES - Ethernet.HEADER_BYTES - 2 * Vlan.TAG_BYTES;

    /** 2048 frames are some milliseconds at a million a second: so long an lcore may be without its CPU. */
    public static final int DEFAULT_RX_DESCRIPTORS = 2048;

    /** Frames on their way out. */
    public static final int DEFAULT_TX_DESCRIPTORS = 1024;

    private static final int MAX_QUEUES = 64;

    /** Links whose far end is another kernel, which may leave checksums open without saying so here. */
    private static final Set<String> KERNEL_TO_KERNEL = Set.of("veth", "virtio_net", "tun");

    private final Link link;
    private final PacketPool pool;
    private final XdpProgram program;
    private final XdpQueue[] queues;
    private final XdpReceiver[] receivers;
    private final SummedCounters counters = new SummedCounters(() -> 0, this::missedCount);

    /** Guarded by the queues' array: how many frames the kernel had dropped when the port was closed; -1 before. */
    private long missedAtClose = -1;

    /**
     * Which link.
     *
     * @param name of the link in the opening thread's network namespace
     * @param index of the link there
     * @param mtuBytes the largest MTU that the link will have
     * @param busyPoll whether receiving lcores run the driver's loop themselves ({@link XdpSocket#preferBusyPoll}), each
     *     time that they find nothing
     * @param rxDescriptors of each queue's receive rings, a power of two
     * @param txDescriptors of each queue's transmit ring, a power of two
     */
    public record Link(String name, int index, int mtuBytes, boolean busyPoll, int rxDescriptors, int txDescriptors) {
        /** One that the kernel serves by interrupts, with rings as usual. */
        public Link(final String name, final int index, final int mtuBytes) {
            this(name, index, mtuBytes, false);
        }

        /** With rings as usual. */
        public Link(final String name, final int index, final int mtuBytes, final boolean busyPoll) {
            this(name, index, mtuBytes, busyPoll, DEFAULT_RX_DESCRIPTORS, DEFAULT_TX_DESCRIPTORS);
        }
    }

    private XdpPort(final Link link, final PacketPool pool, final XdpProgram program, final List<XdpQueue> queues) {
        this.link = link;
        this.pool = pool;
        this.program = program;
        this.queues = queues.toArray(XdpQueue[]::new);
        receivers = new XdpReceiver[this.queues.length];
        final boolean small = FrameRoom.fitsSmall(link.mtuBytes);
        final boolean open = KERNEL_TO_KERNEL.contains(Ethtool.driver(link.name));
        Arrays.setAll(
                receivers, i -> new XdpReceiver(pool, this.queues[i], small, link.busyPoll, open, counters.newQueue()));
    }

    /**
     * Opens the link: the program runs in its driver where that can be, else in front of the kernel's stack.
     *
     * @throws LinuxException with what the machine lacks: EPERM without the right, EMSGSIZE for an MTU above
     *     {@value #MAX_MTU_BYTES}, EBUSY when another program has the link
     */
    public static XdpPort open(final PacketPool pool, final Link link) {
        if (link.mtuBytes > MAX_MTU_BYTES) {
            throw new LinuxException(
                    Errno.EMSGSIZE,
                    "open AF_XDP on " + link.name + ": its MTU is " + link.mtuBytes + ", at most " + MAX_MTU_BYTES);
        }
        final int queueCount = queueCount(link.name);
        final XdpProgram program = XdpProgram.load(queueCount);
        final List<XdpQueue> queues = new ArrayList<>();
        try {
            for (int i = 0; i < queueCount; i++) {
                queues.add(new XdpQueue(link, i));
                program.lead(i, queues.get(i).socket());
            }
            final XdpPort port = new XdpPort(link, pool, program, queues);
            program.attach(link.index); // last: from here on frames come
            return port;
        } catch (final RuntimeException failure) {
            program.close();
            queues.forEach(XdpQueue::close);
            throw failure;
        }
    }

    private static int queueCount(final String name) {
        try {
            return Math.clamp(Ethtool.rxQueueCount(name), 1, MAX_QUEUES);
        } catch (final LinuxException untold) {
            if (untold.errno() != Errno.EOPNOTSUPP) {
                throw untold;
            }
            return 1;
        }
    }

    /** Where the program runs. */
    public XdpMode mode() {
        return program.mode();
    }

    @Override
    public String name() {
        return link.name;
    }

    @Override
    public String kind() {
        return PortKind.AF_XDP.text();
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
        return queues.length;
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        return new XdpSender(pool, queues[lcoreIndex % queues.length], link.mtuBytes, counters.newQueue());
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    /** A deleted link takes its sockets' binding with it. Asks the kernel. */
    @Override
    public boolean isGone() {
        synchronized (queues) {
            return missedAtClose < 0 && queues[0].socket().wakeReceive() == -Errno.ENXIO;
        }
    }

    @Override
    public void close() {
        synchronized (queues) {
            missedAtClose = missedCount();
            program.close(); // first: frames go to the kernel's stack again, none to a socket that closes
            for (final XdpQueue queue : queues) {
                queue.close();
            }
        }
    }

    /** Frames that found no room in the rings, and those that were longer than a chunk. */
    private long missedCount() {
        synchronized (queues) {
            if (missedAtClose >= 0) {
                return missedAtClose;
            }
            long count = 0;
            for (final XdpQueue queue : queues) {
                final XdpSocket.Statistics statistics = queue.socket().statistics();
                count += statistics.dropped() + statistics.ringFull();
            }
            return count;
        }
    }
}
