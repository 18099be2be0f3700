// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.vireo.port.log.LimitedLog;

/**
 * Takes packets from pkt0 to whoever answers them: a reader that only sorts, a thread for services, and one for flows,
 * whose verdicts wait for the data plane. Data plane and agent may be restarted in any order.
 */
public final class PacketService implements AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(PacketService.class);
    private static final int TICK_MS = 100;
    private static final long TICK_NS = TICK_MS * 1_000_000L;
    private static final int READY_TICK_MS = 10;
    private static final int MOST_AT_ONCE = 512;
    private static final long LEAST_WAIT_NS = 1_000_000L;
    private static final int MOST_FLOWS_AT_ONCE = 512;

    private final AgentSocket socket;
    private final PacketQueues queues = new PacketQueues();
    private final Map<PacketKind, PacketHandler> handlers = new EnumMap<>(PacketKind.class);
    private final FlowDecider flows;
    private final AtomicLong sentCount = new AtomicLong();
    private final AtomicLong unsentCount = new AtomicLong();
    private final AtomicLong shortCount = new AtomicLong();
    private final List<Thread> threads;
    private volatile boolean closing;

    private PacketService(
            final AgentSocket socket, final Map<PacketKind, PacketHandler> handlers, final FlowDecider flows) {
        this.socket = socket;
        this.handlers.putAll(handlers);
        this.flows = flows;
        threads = List.of(
                Thread.ofPlatform().name("agent-pkt0").daemon().unstarted(this::read),
                Thread.ofPlatform().name("agent-services").daemon().unstarted(this::serve),
                Thread.ofPlatform().name("agent-flows").daemon().unstarted(this::decide));
    }

    /**
     * Starts.
     *
     * @param handlers who answers what; a kind without a handler is counted and left alone
     * @param flows who gives verdicts; closed with this
     * @throws IOException when there is an agent already, or its socket cannot be made
     */
    public static PacketService start(
            final Path nodeDirectory, final Map<PacketKind, PacketHandler> handlers, final FlowDecider flows)
            throws IOException {
        final PacketService service = new PacketService(new AgentSocket(nodeDirectory), handlers, flows);
        flows.wakeBy(() -> service.queues.wake(PacketKind.FLOW));
        service.socket.connect();
        service.threads.forEach(Thread::start);
        return service;
    }

    /** What came, by kind; any thread. */
    public Map<PacketKind, PacketQueues.Counts> counts() {
        return queues.counts();
    }

    /** Replies that the data plane took; any thread. */
    public long sentCount() {
        return sentCount.get();
    }

    /** Replies that it did not take: it was away, or busy; any thread. */
    public long unsentCount() {
        return unsentCount.get();
    }

    /** Frames from the data plane that were too short to hold a packet behind the agent's header; any thread. */
    public long shortCount() {
        return shortCount.get();
    }

    /** Makes the handler of a kind look at its timer now, if that is due; any thread. */
    public void wake(final PacketKind kind) {
        queues.wake(kind);
    }

    private void read() {
        long lastConnectNs = System.nanoTime();
        while (!closing) {
            try {
                if (System.nanoTime() - lastConnectNs > TICK_NS) {
                    lastConnectNs = System.nanoTime();
                    socket.connect();
                }
                readWhatIsThere();
            } catch (final RuntimeException e) {
                LOG.log(Level.WARNING, "packets could not be received: " + e);
                LockSupport.parkNanos(TICK_NS);
            }
        }
    }

    private void readWhatIsThere() {
        if (socket.await(TICK_MS)) {
            int left = MOST_AT_ONCE;
            while (left-- > 0 && socket.receive().map(this::sort).isPresent()) {
                // Until nothing is there, or it is time to look at the connection.
            }
        }
    }

    private boolean sort(final byte[] frame) {
        TrappedPacket.of(frame).ifPresentOrElse(queues::put, shortCount::incrementAndGet);
        return true;
    }

    private void serve() {
        final Set<PacketKind> kinds = EnumSet.complementOf(EnumSet.of(PacketKind.FLOW));
        while (!closing) {
            try {
                for (final PacketQueues.Turn turn : queues.take(kinds, PacketQueues.MOST_IN_A_TURN, waitNs())) {
                    final PacketHandler handler = handlers.get(turn.kind());
                    if (handler != null) {
                        turn.packets().forEach(packet -> answer(turn.kind(), handler, packet));
                    }
                }
                handlers.forEach(this::timer);
            } catch (final InterruptedException stop) {
                return;
            }
        }
    }

    /** Until the next timer; not forever, because handlers may think of something. */
    private long waitNs() {
        long waitNs = TICK_MS * 1_000_000L;
        final long nowNs = System.nanoTime();
        for (final PacketHandler handler : handlers.values()) {
            final long dueNs = handler.nextTimerNs();
            if (dueNs != Long.MAX_VALUE) {
                waitNs = Math.min(waitNs, Math.max(LEAST_WAIT_NS, dueNs - nowNs));
            }
        }
        return waitNs;
    }

    private void answer(final PacketKind kind, final PacketHandler handler, final TrappedPacket packet) {
        try {
            handler.handle(packet, System.nanoTime()).forEach(this::send);
        } catch (final RuntimeException e) {
            queues.failed(kind);
            LOG.log(Level.WARNING, "a packet (" + kind.text() + ") could not be answered: " + e);
        }
    }

    private void timer(final PacketKind kind, final PacketHandler handler) {
        try {
            // In this order: "at once" is then never in the future.
            final long dueNs = handler.nextTimerNs();
            final long nowNs = System.nanoTime();
            if (dueNs != Long.MAX_VALUE && dueNs - nowNs <= 0) {
                handler.onTimer(nowNs).forEach(this::send);
            }
        } catch (final RuntimeException e) {
            queues.failed(kind);
            LOG.log(Level.WARNING, "a timer (" + kind.text() + ") failed: " + e);
        }
    }

    private void send(final Reply reply) {
        (socket.send(reply.frame()) ? sentCount : unsentCount).incrementAndGet();
    }

    private void decide() {
        final Set<PacketKind> kinds = EnumSet.of(PacketKind.FLOW);
        long waitNs = 0;
        while (!closing) {
            try {
                if (!flows.isReady()) {
                    flows.work();
                    Thread.sleep(READY_TICK_MS);
                    continue;
                }
                for (final PacketQueues.Turn turn : queues.take(kinds, MOST_FLOWS_AT_ONCE, waitNs)) {
                    flows.decide(turn.packets());
                }
                waitNs = flows.work();
            } catch (final InterruptedException stop) {
                return;
            } catch (final RuntimeException e) {
                queues.failed(PacketKind.FLOW);
                waitNs = FlowDecider.QUIET_NS;
                LOG.log(Level.WARNING, "flows could not be judged: " + e);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        queues.close();
        boolean interrupted = false;
        for (final Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (final InterruptedException notNow) {
                    interrupted = true;
                }
            }
        }
        flows.close();
        socket.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
