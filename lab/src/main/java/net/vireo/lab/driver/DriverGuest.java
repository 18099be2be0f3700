// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.vireo.lab.host.LabException;
import net.vireo.port.OffloadMode;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketBytes;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;

/**
 * A guest of a data plane's vhost-user socket: it shares rings with it as a virtual machine does, sends flows at a rate and
 * takes what comes. One thread of its own does all that; it sleeps in between. Made and closed by any one thread.
 */
public final class DriverGuest implements AutoCloseable {
    private static final int BUFFERS = 2048;
    private static final int TAKE_PACKETS = 64;
    private static final long CONNECT_LIMIT_MS = 20_000;
    private static final long POLL_MS = 20;
    private static final long LONGEST_NAP_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final VhostControl control;
    private final PacketPool pool;
    private final PoolCache cache;
    private final VirtioUserPort port;
    private final DriverSpec spec;
    private final long[] templates;
    private final long[] burst;
    private final long[] taken = new long[TAKE_PACKETS];
    private final TxQueue[] out;
    private final RxQueue[] in;
    private final Thread thread;
    private int nextFlow;
    private volatile boolean closing;

    /**
     * What it has seen until now.
     *
     * @param sent packets that the device took
     * @param refused packets that found a ring full: a guest's kernel would have dropped them or let them wait
     * @param received packets that it took
     */
    public record Counts(long sent, long refused, long received) {}

    private DriverGuest(final Path socket, final DriverSpec spec, final List<byte[]> frames) {
        this.spec = spec;
        control = VhostControl.start();
        pool = PacketPool.create(new Sizes(BUFFERS, 1), false);
        cache = pool.newCache(0);
        templates = frames.stream().mapToLong(this::template).toArray();
        burst = new long[spec.load().burstPackets()];
        port = open(socket);
        out = new TxQueue[spec.queuePairs()];
        in = new RxQueue[spec.queuePairs()];
        for (int pair = 0; pair < spec.queuePairs(); pair++) {
            out[pair] = port.txQueue(pair);
            in[pair] = port.rxQueue(pair);
        }
        thread = Thread.ofPlatform()
                .daemon()
                .name("guest-" + socket.getFileName())
                .unstarted(this::run);
    }

    private VirtioUserPort open(final Path socket) {
        try {
            return VirtioUserPort.open(
                    control,
                    pool,
                    new VirtioUserSpec(
                            socket, SocketRole.CLIENT, spec.queuePairs(), spec.ringEntries(), false, OffloadMode.NONE));
        } catch (final RuntimeException failure) {
            control.close();
            pool.close();
            throw failure;
        }
    }

    /**
     * Connects to a data plane's socket and begins.
     *
     * @param socket that the data plane has made, or will soon
     * @param frames one for each flow that it sends, sent in turn; may be empty for a guest that only takes
     * @throws LabException when the data plane does not take the rings
     */
    public static DriverGuest start(final Path socket, final DriverSpec spec, final List<byte[]> frames)
            throws InterruptedException {
        if (spec.load().sends() && frames.isEmpty()) {
            throw new IllegalArgumentException("a guest that sends needs frames");
        }
        final DriverGuest guest = new DriverGuest(socket, spec, frames);
        try {
            final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONNECT_LIMIT_MS);
            while (!guest.port.isRunning()) {
                if (System.nanoTime() > deadlineNs) {
                    throw new LabException(
                            "the data plane does not serve " + socket + " within " + CONNECT_LIMIT_MS / 1000 + " s");
                }
                Thread.sleep(POLL_MS);
            }
            guest.thread.start();
            return guest;
        } catch (final LabException | InterruptedException failure) {
            guest.close();
            throw failure;
        }
    }

    /** What it has seen until now. Any thread. */
    public Counts counts() {
        return new Counts(
                port.counters().txPackets(),
                port.counters().txErrors(),
                port.counters().rxPackets());
    }

    private long template(final byte[] frame) {
        final long packet = PacketRef.resized(cache.takeSmall(), PacketPool.HEADROOM_BYTES, frame.length);
        PacketBytes.put(pool, packet, 0, frame);
        return packet;
    }

    private void run() {
        final DriverSpec.Load load = spec.load();
        long nowNs = System.nanoTime();
        final Pace looks = new Pace(1_000_000, spec.lookEveryUs(), nowNs);
        final Pace sends = load.sends() ? new Pace(load.packetsPerSecond(), load.burstPackets(), nowNs) : null;
        while (!closing) {
            if (looks.isDue(nowNs)) {
                takeAll();
            }
            if (sends != null && sends.isDue(nowNs)) {
                send(load.burstPackets());
            }
            nowNs = System.nanoTime();
            final long napNs = Math.min(looks.waitNs(nowNs), sends == null ? LONGEST_NAP_NS : sends.waitNs(nowNs));
            if (napNs > 0) {
                LockSupport.parkNanos(Math.min(napNs, LONGEST_NAP_NS));
                nowNs = System.nanoTime();
            }
        }
    }

    /** Each ring until it is empty, once: what comes meanwhile waits for the next look. */
    private void takeAll() {
        for (final RxQueue queue : in) {
            int left = spec.ringEntries();
            int count = queue.receive(cache, taken, TAKE_PACKETS);
            while (count > 0) {
                cache.free(taken, 0, count);
                left -= count;
                count = left > 0 ? queue.receive(cache, taken, TAKE_PACKETS) : 0;
            }
        }
    }

    /** The next packets of all flows, each on its flow's queue. */
    private void send(final int packets) {
        final int first = nextFlow;
        nextFlow = (first + packets) % templates.length;
        for (int pair = 0; pair < out.length; pair++) {
            int count = 0;
            for (int i = 0; i < packets; i++) {
                final int flow = (first + i) % templates.length;
                if (flow % out.length == pair) {
                    count = add(templates[flow], count);
                }
            }
            if (count > 0) {
                final int gone = out[pair].transmit(cache, burst, count);
                cache.free(burst, gone, count);
            }
        }
    }

    private int add(final long template, final int count) {
        final long copy = cache.copy(template);
        if (copy == PoolCache.NONE) {
            return count;
        }
        burst[count] = copy;
        return count + 1;
    }

    /** Ends the thread and the connection. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException later) {
                interrupted = true;
            }
        }
        port.close();
        control.close();
        pool.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
