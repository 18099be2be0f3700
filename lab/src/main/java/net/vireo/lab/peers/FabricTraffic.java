// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.lab.host.LabException;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.Threads;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.OffloadMode;
import net.vireo.port.Port;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;
import net.vireo.port.xdp.XdpPort;

/**
 * Both ends of a {@link FabricSwitch}'s traffic: its guest and the far end of its link. One busy thread on one CPU sends
 * by one of them as much as it can, and takes and counts what arrives at the other.
 */
final class FabricTraffic implements AutoCloseable {
    private static final int BURST = 32;
    private static final int SINK_BUFFERS = 4096;
    private static final int RING_ENTRIES = 256;
    private static final long CONNECT_LIMIT_MS = 10_000;
    private static final long POLL_MS = 20;

    private final VhostControl control = VhostControl.start();
    private final FrameSource source;
    private final PacketPool sink = PacketPool.create(new Sizes(SINK_BUFFERS, 1), false);
    private final VirtioUserPort guest;
    private final XdpPort far;
    private final Thread thread;
    private final AtomicLong received = new AtomicLong();
    private volatile boolean running = true;

    private FabricTraffic(final FabricSwitch peer, final FabricDirection direction, final byte[] frame, final int cpu) {
        source = new FrameSource(frame);
        final boolean in = direction == FabricDirection.IN;
        final PacketPool sending = source.pool();
        guest = VirtioUserPort.open(
                control,
                in ? sink : sending,
                new VirtioUserSpec(peer.socket(0), SocketRole.SERVER, 1, RING_ENTRIES, false, OffloadMode.NONE));
        far = NetNamespace.call(peer.space(), () -> open(in ? sending : sink));
        final Port from = in ? far : guest;
        final Port to = in ? guest : far;
        thread = Thread.ofPlatform().daemon().name("fabric-traffic").unstarted(() -> {
            Threads.pin(cpu);
            run(from.txQueue(0), to.rxQueue(0));
        });
    }

    /**
     * Connects to a switch that runs and begins to send.
     *
     * @param frame what is sent: to the guest what comes on the link, else what the guest sends
     */
    static FabricTraffic start(
            final FabricSwitch peer, final FabricDirection direction, final byte[] frame, final int cpu)
            throws InterruptedException {
        try {
            Files.deleteIfExists(peer.socket(0));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final FabricTraffic traffic = new FabricTraffic(peer, direction, frame, cpu);
        try {
            traffic.awaitConnection(peer);
        } catch (final LabException | InterruptedException failure) {
            traffic.close();
            throw failure;
        }
        return traffic;
    }

    private void awaitConnection(final PeerSwitch peer) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONNECT_LIMIT_MS);
        while (!guest.isRunning()) {
            if (System.nanoTime() > deadlineNs) {
                throw new LabException(peer.title() + " does not come to its guest's socket");
            }
            Thread.sleep(POLL_MS);
        }
        thread.start();
    }

    private static XdpPort open(final PacketPool pool) {
        try (RtNetlink netlink = RtNetlink.open()) {
            final int index = netlink.link(FabricSwitch.FAR_LINK).index();
            return XdpPort.open(pool, new XdpPort.Link(FabricSwitch.FAR_LINK, index, FabricSwitch.MTU_BYTES));
        }
    }

    /** How many frames arrived until now. Any thread. */
    long received() {
        return received.getOpaque();
    }

    private void run(final TxQueue out, final RxQueue in) {
        final PoolCache taken = sink.newCache(0);
        final long[] sent = new long[BURST];
        final long[] arrived = new long[BURST];
        long total = 0;
        while (running) {
            source.fill(sent, BURST);
            final int gone = out.transmit(source.cache(), sent, BURST);
            source.cache().free(sent, gone, BURST);
            int count = in.receive(taken, arrived, BURST);
            while (count > 0) {
                taken.free(arrived, 0, count);
                total += count;
                received.setOpaque(total);
                count = in.receive(taken, arrived, BURST);
            }
        }
    }

    @Override
    public void close() {
        running = false;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException later) {
                interrupted = true;
            }
        }
        far.close();
        guest.close();
        control.close();
        sink.close();
        source.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
