// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.Test;

/** Several lcores and the control thread at once, on tables so small that they meet all the time. */
class FlowRaceTest {
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(2000);
    private static final int LCORES = 3;

    private final AtomicReference<String> wrong = new AtomicReference<>();

    @Test
    void shouldMakeAFlowOnceWhenLcoresMeet() throws InterruptedException {
        final int rounds = 3000;
        final int keysPerRound = 40;
        final CyclicBarrier barrier = new CyclicBarrier(LCORES);
        final FlowTable[] tables = new FlowTable[rounds / 100];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = FlowTable.anonymous(new FlowLayout(16 * 128, 4096, 1), Quiescence.NEVER);
        }
        final AtomicIntegerArray made = new AtomicIntegerArray(rounds * keysPerRound);
        final int[][] answers = new int[LCORES][rounds * keysPerRound];
        final List<Thread> threads = new ArrayList<>();
        for (int lcore = 0; lcore < LCORES; lcore++) {
            final int[] mine = answers[lcore];
            threads.add(Thread.ofPlatform().start(() -> {
                final FlowKeys keys = new FlowKeys(1);
                for (int round = 0; round < rounds; round++) {
                    await(barrier);
                    for (int i = 0; i < keysPerRound; i++) {
                        final int number = round * keysPerRound + i;
                        TestFlows.key(keys, 0, number);
                        final int result = tables[round / 100].create(keys, 0, 0);
                        if (result >= 0) {
                            made.incrementAndGet(number);
                        }
                        mine[number] = result >= 0 ? result : FlowTable.existing(result);
                    }
                }
            }));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        for (int number = 0; number < made.length(); number++) {
            assertThat(made.get(number))
                    .as("times that flow %d was made", number)
                    .isEqualTo(1);
            for (int lcore = 1; lcore < LCORES; lcore++) {
                assertThat(answers[lcore][number]).isEqualTo(answers[0][number]);
            }
        }
        for (final FlowTable table : tables) {
            assertThat(count(table)).isEqualTo(100 * keysPerRound);
        }
    }

    /** The last slots are given out once each, and what found no room leaves none taken. */
    @Test
    void shouldGiveOutTheLastSlotsOnce() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            final FlowTable table = FlowTable.anonymous(new FlowLayout(32, 16, 1), Quiescence.NEVER);
            final AtomicLong made = new AtomicLong();
            final List<Thread> threads = new ArrayList<>();
            for (int lcore = 0; lcore < LCORES; lcore++) {
                final int own = lcore;
                threads.add(Thread.ofPlatform().start(() -> {
                    final FlowKeys keys = new FlowKeys(1);
                    for (int i = 0; i < 60; i++) {
                        TestFlows.key(keys, 0, own % 2 * 30 + i);
                        made.addAndGet(table.create(keys, 0, 0) >= 0 ? 1 : 0);
                    }
                }));
            }
            for (final Thread thread : threads) {
                thread.join();
            }
            assertThat(made.get()).isEqualTo(count(table)).isLessThanOrEqualTo(48);
            assertThat(made.get()).isGreaterThanOrEqualTo(32);
        }
    }

    /** What a look-up answered is that key's flow until the end of the burst, whatever the control thread deletes. */
    @Test
    void shouldKeepWhatABurstFoundUntilItsEnd() throws InterruptedException {
        final Epoch epoch = new Epoch();
        final FlowTable table = FlowTable.anonymous(new FlowLayout(32, 32, LCORES), epoch);
        final long endNs = System.nanoTime() + RUN_NS;
        final AtomicLong hits = new AtomicLong();
        final List<Thread> threads = new ArrayList<>();
        for (int lcore = 0; lcore < LCORES; lcore++) {
            final Epoch.Reader reader = epoch.join();
            final int own = lcore;
            threads.add(Thread.ofPlatform().start(() -> forward(table, reader, own, endNs, hits)));
        }
        final long deleted = judge(table, endNs);
        for (final Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong.get()).isNull();
        assertThat(hits.get()).isPositive();
        assertThat(deleted).isPositive();
    }

    private void forward(
            final FlowTable table,
            final Epoch.Reader reader,
            final int lcore,
            final long endNs,
            final AtomicLong hits) {
        final FlowKeys keys = new FlowKeys(32);
        final int[] found = new int[32];
        final int[] generations = new int[32];
        final FlowCounters counters = table.counters(lcore);
        final Random random = new Random(lcore);
        long count = 0;
        reader.back();
        while (System.nanoTime() < endNs && wrong.get() == null) {
            for (int row = 0; row < 32; row++) {
                TestFlows.key(keys, row, random.nextInt(80));
            }
            table.find(keys, 32, found);
            for (int row = 0; row < 32; row++) {
                if (found[row] == FlowTable.NONE) {
                    final int result = table.create(keys, row, 0);
                    found[row] = result == FlowTable.FULL ? FlowTable.NONE : result >= 0 ? result : ~result;
                }
                generations[row] = found[row] == FlowTable.NONE ? 0 : table.generation(found[row]);
            }
            for (int row = 0; row < 32; row++) {
                final int index = found[row];
                if (index == FlowTable.NONE) {
                    continue;
                }
                count++;
                counters.count(index, 1);
                table.touch(index, row);
                if (!table.slots().holds(index, keys, row)) {
                    wrong.set("flow " + index + " changed its key within a burst");
                }
                if (table.generation(index) != generations[row]) {
                    wrong.set("flow " + index + " changed its generation within a burst");
                }
            }
            reader.quiescent();
        }
        reader.away();
        hits.addAndGet(count);
    }

    private static long judge(final FlowTable table, final long endNs) {
        final FlowControl control = new FlowControl(table);
        final FlowKeys keys = new FlowKeys(1);
        final Random random = new Random(99);
        long deleted = 0;
        while (System.nanoTime() < endNs) {
            TestFlows.key(keys, 0, random.nextInt(80));
            final int index = table.find(keys, 0);
            if (index != FlowTable.NONE) {
                final FlowReply reply = control.set(TestFlows.delete(index, table.generation(index), keys), 0);
                deleted += reply.error() == 0 ? 1 : 0;
            }
        }
        return deleted;
    }

    private static int count(final FlowTable table) {
        int count = 0;
        for (int index = table.nextLive(0); index != FlowTable.NONE; index = table.nextLive(index + 1)) {
            count++;
        }
        return count;
    }

    private static void await(final CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
