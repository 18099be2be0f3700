// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.LabException;
import net.vireo.lab.traffic.Frames;
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
 * Two guests of a switch, both in this process: one sends frames that carry the time, the other looks how late it is when
 * they arrive. The time is that of sending, so what this thread itself misses while it does not have its CPU is not
 * counted against the switch, for which frames then only wait to be fetched; that counts, for every switch alike.
 *
 * <p>Made anywhere; then used by one thread, pinned and busy.
 */
final class LatencyTraffic implements AutoCloseable {
    private static final int BURST = 32;
    private static final int SINK_BUFFERS = 4096;
    private static final int RING_ENTRIES = 256;
    /** Behind the Ethernet header, on eight bytes. */
    private static final int STAMP_OFFSET = 16;

    private static final int ETHERNET_BYTES = 14;
    private static final long FIRST_MAC = 0x0200_0000_000aL;
    private static final long SECOND_MAC = 0x0200_0000_000bL;
    private static final long CONNECT_LIMIT_MS = 10_000;
    private static final long POLL_MS = 20;
    private static final long DRAIN_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final double NS_PER_SECOND = 1e9;

    private final VhostControl control = VhostControl.start();
    private final FrameSource source;
    private final PacketPool sink;
    private final PoolCache taken;
    private final VirtioUserPort first;
    private final VirtioUserPort second;
    private final TxQueue out;
    private final TxQueue back;
    private final RxQueue in;
    private final long[] sending = new long[BURST];
    private final long[] arrived = new long[BURST];
    private final LatencyHistogram histogram = new LatencyHistogram();

    /**
     * What came of some time of traffic.
     *
     * @param sent frames that the switch was given
     * @param received frames that came back from it
     * @param perSecond received, per second of sending
     */
    record Window(long sent, long received, double perSecond) {}

    private LatencyTraffic(final PeerSwitch peer, final int frameBytes) {
        source = new FrameSource(frame(FIRST_MAC, SECOND_MAC, frameBytes));
        sink = PacketPool.create(new Sizes(SINK_BUFFERS, 1), false);
        taken = sink.newCache(0);
        first = open(peer, 0, source.pool());
        second = open(peer, 1, sink);
        out = first.txQueue(0);
        back = second.txQueue(0);
        in = second.rxQueue(0);
    }

    /**
     * Connects both guests to a switch that runs.
     *
     * @param frameBytes length without the check sequence, at least 60
     * @throws LabException when it does not come to their sockets
     */
    static LatencyTraffic connect(final PeerSwitch peer, final int frameBytes) throws InterruptedException {
        final LatencyTraffic traffic = new LatencyTraffic(peer, frameBytes);
        try {
            final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONNECT_LIMIT_MS);
            while (!traffic.first.isRunning() || !traffic.second.isRunning()) {
                if (System.nanoTime() > deadlineNs) {
                    throw new LabException(peer.title() + " does not come to its guests' sockets");
                }
                Thread.sleep(POLL_MS);
            }
            return traffic;
        } catch (final LabException | InterruptedException failure) {
            traffic.close();
            throw failure;
        }
    }

    private VirtioUserPort open(final PeerSwitch peer, final int guest, final PacketPool pool) {
        try {
            Files.deleteIfExists(peer.socket(guest));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return VirtioUserPort.open(
                control,
                pool,
                new VirtioUserSpec(peer.socket(guest), SocketRole.SERVER, 1, RING_ENTRIES, false, OffloadMode.NONE));
    }

    private static byte[] frame(final long from, final long to, final int lengthBytes) {
        return Frames.raw(from, to, "x".repeat(lengthBytes - ETHERNET_BYTES));
    }

    /** The second guest says something, so that a switch that learns knows where it is. */
    void announce() {
        final long packet = PacketRef.resized(taken.takeSmall(), PacketPool.HEADROOM_BYTES, ETHERNET_BYTES + 46);
        PacketBytes.put(sink, packet, 0, frame(SECOND_MAC, FIRST_MAC, PacketRef.length(packet)));
        arrived[0] = packet;
        taken.free(arrived, back.transmit(taken, arrived, 1), 1);
    }

    /** Sends as much as goes. */
    Window flood(final long durationNs) {
        final long startNs = System.nanoTime();
        long sent = 0;
        long received = 0;
        long nowNs = startNs;
        while (nowNs - startNs < durationNs) {
            sent += send(BURST, nowNs);
            received += receive(false);
            nowNs = System.nanoTime();
        }
        return new Window(sent, received, received * NS_PER_SECOND / (nowNs - startNs));
    }

    /** Sends at a rate; {@link #histogram} then has how long each frame took. */
    Window pace(final double framesPerSecond, final long durationNs) {
        histogram.clear();
        final long startNs = System.nanoTime();
        long sent = 0;
        long nowNs = startNs;
        while (nowNs - startNs < durationNs) {
            final long due = (long) ((nowNs - startNs) * framesPerSecond / NS_PER_SECOND);
            sent += send((int) Math.min(due - sent, BURST), nowNs);
            receive(true);
            nowNs = System.nanoTime();
        }
        final long endNs = nowNs;
        while (histogram.count() < sent && nowNs - endNs < DRAIN_NS) {
            receive(true);
            nowNs = System.nanoTime();
        }
        return new Window(sent, histogram.count(), histogram.count() * NS_PER_SECOND / (endNs - startNs));
    }

    /** Of the last {@link #pace}. */
    LatencyHistogram histogram() {
        return histogram;
    }

    /** What is still on its way from an earlier flood would be counted as late. */
    void drain() {
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < DRAIN_NS) {
            receive(false);
        }
    }

    private int send(final int count, final long nowNs) {
        if (count <= 0) {
            return 0;
        }
        source.fill(sending, count);
        for (int i = 0; i < count; i++) {
            PacketBytes.putLong(source.pool(), sending[i], STAMP_OFFSET, nowNs);
        }
        final int gone = out.transmit(source.cache(), sending, count);
        source.cache().free(sending, gone, count);
        return gone;
    }

    private int receive(final boolean timed) {
        final int count = in.receive(taken, arrived, BURST);
        if (timed && count > 0) {
            final long nowNs = System.nanoTime();
            for (int i = 0; i < count; i++) {
                histogram.add(nowNs - PacketBytes.getLong(sink, arrived[i], STAMP_OFFSET));
            }
        }
        taken.free(arrived, 0, count);
        return count;
    }

    @Override
    public void close() {
        first.close();
        second.close();
        control.close();
        sink.close();
        source.close();
    }
}
