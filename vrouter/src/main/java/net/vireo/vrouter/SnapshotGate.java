// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.lcore.Lcore;

/**
 * Takes snapshots: every lcore copies its counters between two cycles and then waits until the last has done so and the
 * pool was counted. The pause is some tens of microseconds, and it makes the books exact across lcores and pool while
 * traffic runs. Control thread.
 */
final class SnapshotGate implements Snapshots {
    /** No lcore waits longer, whatever happened to the others or to the control thread. */
    private static final long MAX_PAUSE_NS = 50_000_000;

    private static final long NAP_NS = 10_000;

    private final List<Lcore> lcores;
    private final CounterMemory memory;
    private final AttachedVifs vifs;
    private final PacketPool pool;
    private final CounterFile counters;
    private int sequence;

    SnapshotGate(final List<Lcore> lcores, final CounterMemory memory, final AttachedVifs vifs, final PacketPool pool) {
        this.lcores = List.copyOf(lcores);
        this.memory = memory;
        this.vifs = vifs;
        this.pool = pool;
        counters = memory.reader();
    }

    @Override
    public int take(final int timeoutMs) {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        int result = TIMED_OUT;
        try {
            do {
                result = attempt(deadlineNs - System.nanoTime());
            } while (result == TIMED_OUT && System.nanoTime() < deadlineNs);
        } catch (final InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return result;
    }

    /** @return the sequence number, or {@link #TIMED_OUT} when an lcore came too late or had to go on too early */
    private int attempt(final long timeoutNs) throws InterruptedException {
        final int number = ++sequence;
        final Pause pause = new Pause(lcores.size());
        lcores.forEach(each -> each.send(lcore -> {
            lcore.snapshot(number, memory.layout().vifs());
            pause.await();
        }));
        try {
            if (!pause.arrived.await(timeoutNs, TimeUnit.NANOSECONDS)) {
                return TIMED_OUT;
            }
            final PortTotals ports = vifs.refreshCounters();
            memory.pool(pool.balance(), ports.heldBuffers());
            memory.handovers(ports.handovers());
            memory.waitingToBeSent(ports.toBeSent());
            return pause.broken ? TIMED_OUT : number;
        } finally {
            pause.over = true;
        }
    }

    @Override
    public int lcoreCount() {
        return lcores.size();
    }

    @Override
    public CounterFile counters() {
        return counters;
    }

    /** Where the lcores of one snapshot meet. */
    private static final class Pause {
        private final CountDownLatch arrived;
        private volatile boolean over;
        private volatile boolean broken;

        Pause(final int lcores) {
            arrived = new CountDownLatch(lcores);
        }

        void await() {
            arrived.countDown();
            final long startNs = System.nanoTime();
            while (!over && !broken) {
                LockSupport.parkNanos(this, NAP_NS);
                if (System.nanoTime() - startNs > MAX_PAUSE_NS) {
                    broken = !over;
                }
            }
        }
    }
}
