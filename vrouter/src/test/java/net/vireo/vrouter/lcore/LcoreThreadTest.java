// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import net.vireo.linux.ProcessThreads;
import net.vireo.linux.ThreadTimes;
import net.vireo.linux.Threads;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LcoreThreadTest {
    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(256, 0), false);
    private final Epoch epoch = new Epoch();
    private final CounterMemory memory = CounterMemory.anonymous(List.of(10), 8, GraphPlan.STANDARD.nodeNames());
    private final CounterFile counters = memory.reader();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final Lcore lcore = lcore();
    private LcoreThread thread;

    private Lcore lcore() {
        final LcoreCounters own = memory.lcore(0);
        final PoolCache cache = pool.newCache(0);
        final WalkRecorder recorder = new WalkRecorder(10);
        final Tables tables = new Tables(new Tables.Limits(8, 2, 2, 2), epoch);
        return new Lcore(
                10,
                Graph.alone(GraphPlan.STANDARD, tables, own, cache, recorder, 1),
                cache,
                own,
                recorder,
                epoch.join());
    }

    private void start(final PollMode mode) {
        thread = new LcoreThread(lcore, LcoreThread.ANY_CPU, mode, (who, cause) -> failure.complete(cause));
        thread.start();
    }

    @AfterEach
    void stop() {
        thread.stop();
        pool.close();
    }

    /** A queue that becomes readable, and gives nothing. */
    private static final class SilentQueue implements RxQueue {
        private final int fd = EventFd.create();

        @Override
        public int receive(final PoolCache cache, final long[] packets, final int capacity) {
            EventFd.drain(fd);
            return 0;
        }

        @Override
        public int readinessFd() {
            return fd;
        }
    }

    @ParameterizedTest
    @EnumSource(PollMode.class)
    void shouldCarryOutCommandsOnItsOwnThread(final PollMode mode) throws Exception {
        start(mode);
        final CompletableFuture<String> name = new CompletableFuture<>();
        lcore.ask(each -> name.complete(Thread.currentThread().getName())).get(5, TimeUnit.SECONDS);
        assertThat(name.get()).isEqualTo("lcore-10");
    }

    /** Two threads on one CPU: an lcore that yields leaves nearly all of it to the other one, one that spins half. */
    @Test
    void shouldLeaveItsCpuToOthersWhenItYields() throws Exception {
        final int cpu = ProcessThreads.allowed(Threads.tid()).lowest();
        assertThat(othersShare(cpu, true)).isGreaterThan(othersShare(cpu, false) + 0.15);
    }

    /** @return of what an idle lcore and a thread that always wants to run had of a CPU, the thread's part */
    private double othersShare(final int cpu, final boolean yields) throws Exception {
        if (thread != null) {
            thread.stop();
        }
        final Lcore mine = lcore();
        thread = new LcoreThread(mine, cpu, PollMode.BUSY, yields, (who, cause) -> failure.complete(cause));
        thread.start();
        final CompletableFuture<Path> task = new CompletableFuture<>();
        final AtomicBoolean running = new AtomicBoolean(true);
        final Thread other = Thread.ofPlatform().start(() -> {
            Threads.pin(cpu);
            task.complete(ProcessThreads.ownTask());
            while (running.get()) {
                Thread.onSpinWait();
            }
        });
        final Path otherTask = task.get(5, TimeUnit.SECONDS);
        Thread.sleep(50);
        final long mineBefore = thread.times().runNs();
        final long othersBefore = ThreadTimes.of(otherTask).runNs();
        Thread.sleep(600);
        final double others = ThreadTimes.of(otherTask).runNs() - othersBefore;
        final double own = thread.times().runNs() - mineBefore;
        running.set(false);
        other.join();
        return others / (others + own);
    }

    @Test
    void shouldReportACommandThatFails() {
        start(PollMode.ADAPTIVE);
        final CompletableFuture<Void> answer = lcore.ask(each -> {
            throw new IllegalStateException("on purpose");
        });
        await().until(answer::isCompletedExceptionally);
        assertThat(lcore.ask(each -> {}).orTimeout(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void shouldSleepWithoutTrafficAndWakeUpForIt() throws Exception {
        final SilentQueue queue = new SilentQueue();
        start(PollMode.ADAPTIVE);
        lcore.ask(each -> each.addQueue(3, queue)).get(5, TimeUnit.SECONDS);
        await().until(() -> counters.lcore(0, LcoreCounter.SLEEPS) > 0);
        Thread.sleep(50);
        final long cycles = counters.lcore(0, LcoreCounter.CYCLES);
        Thread.sleep(200);
        assertThat(counters.lcore(0, LcoreCounter.CYCLES)).as("asleep").isEqualTo(cycles);
        EventFd.signal(queue.readinessFd());
        await().atMost(Duration.ofSeconds(5)).until(() -> counters.lcore(0, LcoreCounter.CYCLES) > cycles);
        lcore.ask(each -> each.removeVif(3)).get(5, TimeUnit.SECONDS);
        Fds.close(queue.readinessFd());
    }

    @Test
    void shouldUseNextToNoCpuWhileIdle() throws Exception {
        start(PollMode.ADAPTIVE);
        final CompletableFuture<Long> id = new CompletableFuture<>();
        lcore.ask(each -> id.complete(Thread.currentThread().threadId())).get(5, TimeUnit.SECONDS);
        Thread.sleep(100);
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        final long before = threads.getThreadCpuTime(id.get());
        Thread.sleep(500);
        final long usedNs = threads.getThreadCpuTime(id.get()) - before;
        assertThat(usedNs).as("ns of CPU in 500 ms").isLessThan(15_000_000);
    }

    @Test
    void shouldNotSleepAwayAQueueThatCannotBeWaitedOn() throws Exception {
        try (MemoryPort.Pair cable = MemoryPort.pair(pool, "a", "b", 1, 64)) {
            start(PollMode.ADAPTIVE);
            lcore.ask(each -> each.addQueue(3, cable.left().rxQueue(0))).get(5, TimeUnit.SECONDS);
            final PoolCache peer = pool.newCache(1);
            cable.right().txQueue(0).transmit(peer, new long[] {peer.takeSmall()}, 1);
            await().atMost(Duration.ofSeconds(5)).until(() -> counters.lcore(0, LcoreCounter.RECEIVED) == 1);
            lcore.ask(each -> each.removeVif(3)).get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldHoldNobodyUpWhileItSleeps() throws Exception {
        final SilentQueue queue = new SilentQueue();
        start(PollMode.ADAPTIVE);
        lcore.ask(each -> each.addQueue(3, queue)).get(5, TimeUnit.SECONDS);
        await().until(() -> counters.lcore(0, LcoreCounter.SLEEPS) > 0);
        Thread.sleep(50);
        final long mark = epoch.mark();
        assertThat(epoch.passed(mark)).as("asleep between two bursts").isTrue();
        lcore.ask(each -> each.removeVif(3)).get(5, TimeUnit.SECONDS);
        Fds.close(queue.readinessFd());
    }

    @Test
    void shouldSayWhenItDies() {
        start(PollMode.BUSY);
        lcore.send(each -> {
            throw new IllegalStateException("on purpose");
        });
        await().until(failure::isDone);
        assertThat(failure.join()).hasMessage("on purpose");
    }
}
