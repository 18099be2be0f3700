// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.vireo.linux.Epoll;
import net.vireo.linux.MessageVector;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.PacketSocket;
import net.vireo.linux.PacketSocketOptions;
import net.vireo.linux.netlink.RtNetlink;

/**
 * Listens on one link, both directions, with a thread of its own, and shows each frame to its sinks. Under load it is a
 * sample: the thread reads at most {@value #SAMPLE_FRAMES} frames in {@value #WINDOW_MS} ms unless it is to read all,
 * and frames that found no room in the socket's buffer are counted as missed.
 */
public final class Capture implements AutoCloseable {
    private static final int BURST = 64;
    private static final int FRAME_BYTES = 9216;
    private static final int BUFFER_BYTES = 8 << 20;
    private static final int WAIT_MS = 20;
    private static final int WINDOW_MS = 10;
    private static final int SAMPLE_FRAMES = 256;
    /** The reader has looked at least twice in this time. */
    private static final long SETTLE_MS = 3 * WAIT_MS;
    /** A reader that never catches up, under a flood, is not waited for longer. */
    private static final long LATE_NS = 2_000_000_000L;

    private final PacketSocket socket;
    private final Counter counter = new Counter();
    private final List<FrameSink> sinks;
    private final boolean all;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile long missed;

    /** When the reader last looked and found nothing: all that came before is counted. */
    private volatile long emptySinceNs = System.nanoTime();

    private Capture(final PacketSocket socket, final String name, final List<FrameSink> sinks, final boolean all) {
        this.socket = socket;
        this.sinks = new ArrayList<>(sinks);
        this.sinks.add(counter);
        this.all = all;
        thread = Thread.ofPlatform().daemon().name("capture-" + name).start(this::run);
    }

    /**
     * Starts listening.
     *
     * @param space the file of the network namespace that the link is in
     * @param link the link's name
     * @param sinks who is shown each frame, on the capture's thread
     * @param all read every frame at whatever cost, not a sample
     */
    public static Capture open(
            final Path space, final String link, final List<? extends FrameSink> sinks, final boolean all) {
        final PacketSocket socket = NetNamespace.call(space, () -> {
            try (RtNetlink netlink = RtNetlink.open()) {
                return PacketSocket.open(
                        netlink.link(link).index(),
                        new PacketSocketOptions()
                                .ignoreOutgoing(false)
                                .promiscuous(true)
                                .buffers(BUFFER_BYTES, 0));
            }
        });
        return new Capture(socket, space.getFileName() + "-" + link, List.copyOf(sinks), all);
    }

    /** What was seen so far, once the reader has caught up with the moment of the call. Any thread. */
    public Tally tally() throws InterruptedException {
        final long askedNs = System.nanoTime();
        Thread.sleep(SETTLE_MS);
        // Where others use the CPUs the reader may be late.
        while (running && emptySinceNs - askedNs < 0 && System.nanoTime() - askedNs < LATE_NS) {
            Thread.sleep(WAIT_MS);
        }
        return new Tally(counter.counts(), missed);
    }

    /** Frames that the kernel could not queue so far. */
    public long missed() {
        return missed;
    }

    @Override
    public void close() {
        running = false;
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        socket.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        final byte[] frame = new byte[FRAME_BYTES];
        try (Arena arena = Arena.ofConfined();
                MessageVector messages = MessageVector.forReceive(BURST);
                Epoll epoll = Epoll.open()) {
            final MemorySegment buffers = arena.allocate((long) BURST * FRAME_BYTES, 64);
            for (int i = 0; i < BURST; i++) {
                messages.buffer(i, buffers.address() + (long) i * FRAME_BYTES, FRAME_BYTES);
            }
            epoll.add(socket.fd(), Epoll.IN, 0);
            final int[] ready = new int[1];
            while (running) {
                epoll.await(ready, WAIT_MS);
                final int read = readWindow(messages, buffers, frame);
                if (read > 0) {
                    missed = socket.statistics().drops();
                }
            }
        }
    }

    /** Reads what is there; when that is more than a sample, the rest of the window is slept away. */
    private int readWindow(final MessageVector messages, final MemorySegment buffers, final byte[] frame) {
        final long startNs = System.nanoTime();
        int read = 0;
        long lookNs = startNs;
        int received = messages.tryReceive(socket.fd(), BURST);
        while (received > 0 && running) {
            final long nowNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            for (int i = 0; i < received; i++) {
                final int length = messages.lengthBytes(i);
                MemorySegment.copy(buffers, ValueLayout.JAVA_BYTE, (long) i * FRAME_BYTES, frame, 0, length);
                for (final FrameSink sink : sinks) {
                    sink.frame(frame, length, length, nowNs);
                }
            }
            read += received;
            if (!all && read >= SAMPLE_FRAMES) {
                sleepUntil(startNs + TimeUnit.MILLISECONDS.toNanos(WINDOW_MS));
                return read;
            }
            lookNs = System.nanoTime();
            received = messages.tryReceive(socket.fd(), BURST);
        }
        emptySinceNs = lookNs;
        return read;
    }

    private static void sleepUntil(final long deadlineNs) {
        final long leftNs = deadlineNs - System.nanoTime();
        if (leftNs > 0) {
            LockSupport.parkNanos(leftNs);
        }
    }
}
