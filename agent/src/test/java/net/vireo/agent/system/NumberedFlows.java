// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.vireo.linux.NetNamespace;

/**
 * Flows of numbered datagrams from one guest to another, at a steady rate; who is late does not catch up by a flood. Every
 * flow is known to the data plane, by both its ends, before the rate begins. Programs' sockets are opened in the guests'
 * namespaces, by threads of this process.
 */
final class NumberedFlows implements AutoCloseable {
    private static final int FIRST_PORT = 7000;
    private static final int BYTES = 64;
    private static final int RECEIVE_BUFFER_BYTES = 1 << 23;
    private static final int MOST_BEHIND = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path from;
    private final Path to;
    private final List<Flow> flows = new ArrayList<>();
    private final Selector selector;
    private final Thread receiver;
    private final int perSecond;
    private Thread sender;
    private long dropsBefore;
    private long startNs;
    private long sendingNs;
    private volatile boolean sending = true;
    private volatile boolean receiving = true;
    private volatile IOException failure;
    private final AtomicLong receivedCount = new AtomicLong();

    /**
     * What became of all datagrams.
     *
     * @param gaps of each flow that misses some: which, and how long after the start they were sent, about
     */
    record Result(long sent, long missing, long twice, long kernelDrops, long perSecond, List<String> gaps) {}

    private static final class Flow {
        private final DatagramChannel out;
        private final DatagramChannel in;
        private final BitSet received = new BitSet();
        private int sentCount;
        private int twiceCount;
        private volatile boolean known;

        private Flow(final DatagramChannel out, final DatagramChannel in) {
            this.out = out;
            this.in = in;
        }
    }

    /** @param address of the receiver, a number */
    NumberedFlows(final GuestLink from, final GuestLink to, final String address, final int count, final int perSecond)
            throws IOException {
        this.from = from.namespace();
        this.to = to.namespace();
        this.perSecond = perSecond;
        selector = Selector.open();
        for (int i = 0; i < count; i++) {
            final int port = FIRST_PORT + i;
            final DatagramChannel in = NetNamespace.call(this.to, () -> open(port));
            in.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            in.configureBlocking(false);
            final DatagramChannel out = NetNamespace.call(this.from, () -> open(port));
            out.connect(new InetSocketAddress(address, port));
            final Flow flow = new Flow(out, in);
            in.register(selector, SelectionKey.OP_READ, flow);
            flows.add(flow);
        }
        receiver = Thread.ofPlatform().name("numbered-receiver").start(() -> run(this::receive));
    }

    private static DatagramChannel open(final int port) throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress("0.0.0.0", port));
    }

    private interface Loop {
        void run() throws IOException;
    }

    private void run(final Loop loop) {
        try {
            loop.run();
        } catch (final IOException e) {
            failure = e;
        }
    }

    /** Makes the flows known: a datagram of each, again until it has arrived. Then sends at the rate. */
    void start() throws IOException {
        for (final Flow flow : flows) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
                if (!flow.known) {
                    send(flow);
                }
                return flow.known;
            });
        }
        quiet();
        flows.forEach(flow -> {
            flow.sentCount = 0;
            flow.twiceCount = 0;
            flow.received.clear();
        });
        dropsBefore = KernelDrops.in(from) + KernelDrops.in(to);
        startNs = System.nanoTime();
        sender = Thread.ofPlatform().name("numbered-sender").start(() -> run(this::send));
    }

    /** Waits until nothing has come for half a second. */
    private void quiet() {
        final long[] before = {-1, System.nanoTime()};
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (receivedCount.get() != before[0]) {
                before[0] = receivedCount.get();
                before[1] = System.nanoTime();
            }
            return System.nanoTime() - before[1] > 500_000_000L;
        });
    }

    private void send() throws IOException {
        final long betweenNs = 1_000_000_000L / perSecond;
        long nextNs = System.nanoTime();
        int turn = 0;
        while (sending) {
            final long nowNs = System.nanoTime();
            if (nowNs - nextNs < 0) {
                LockSupport.parkNanos(Math.min(nextNs - nowNs, 500_000L));
                continue;
            }
            nextNs = Math.max(nextNs, nowNs - MOST_BEHIND * betweenNs) + betweenNs;
            send(flows.get(turn++ % flows.size()));
        }
        sendingNs = System.nanoTime() - startNs;
    }

    private static void send(final Flow flow) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(BYTES).putInt(0, flow.sentCount);
        if (flow.out.write(bytes) == BYTES) {
            flow.sentCount++;
        }
    }

    private void receive() throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        while (receiving) {
            selector.select(
                    key -> {
                        try {
                            take((Flow) key.attachment(), bytes);
                        } catch (final IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    100);
        }
    }

    private void take(final Flow flow, final ByteBuffer bytes) throws IOException {
        while (flow.in.receive(bytes.clear()) != null) {
            final int number = bytes.getInt(0);
            if (flow.received.get(number)) {
                flow.twiceCount++;
            }
            flow.received.set(number);
            flow.known = true;
            receivedCount.incrementAndGet();
        }
    }

    /** How long it has been sending. */
    long sinceStartMs() {
        return (System.nanoTime() - startNs) / 1_000_000L;
    }

    /** How many have arrived. */
    long receivedCount() {
        return receivedCount.get();
    }

    /** Stops sending, waits for what is under way, and counts. */
    Result stop() throws IOException, InterruptedException {
        sending = false;
        sender.join();
        quiet();
        receiving = false;
        receiver.join();
        if (failure != null) {
            throw failure;
        }
        final long sent = flows.stream().mapToLong(flow -> flow.sentCount).sum();
        final long arrived =
                flows.stream().mapToLong(flow -> flow.received.cardinality()).sum();
        return new Result(
                sent,
                sent - arrived,
                flows.stream().mapToLong(flow -> flow.twiceCount).sum(),
                KernelDrops.in(from) + KernelDrops.in(to) - dropsBefore,
                sent * 1_000_000_000L / sendingNs,
                flows.stream().flatMap(flow -> gaps(flow).stream()).toList());
    }

    private List<String> gaps(final Flow flow) {
        final List<String> gaps = new ArrayList<>();
        int from = flow.received.nextClearBit(0);
        while (from < flow.sentCount) {
            final int next = flow.received.nextSetBit(from);
            final int to = next < 0 ? flow.sentCount : next;
            gaps.add("%d of flow %d from %d on, at %d ms"
                    .formatted(to - from, flows.indexOf(flow), from, from * (sendingNs / 1_000_000L) / flow.sentCount));
            from = flow.received.nextClearBit(to);
        }
        return gaps;
    }

    @Override
    public void close() throws IOException {
        sending = false;
        receiving = false;
        selector.wakeup();
        for (final Flow flow : flows) {
            flow.out.close();
            flow.in.close();
        }
        try {
            receiver.join();
            if (sender != null) {
                sender.join();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.close();
    }
}
