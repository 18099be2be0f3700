// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.ManualQuiescence;
import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.Test;

/** Several lcores and the control thread at once, on tables so small that they meet all the time. */
class FlowRaceTest {
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(2000);
    private static final int LCORES = 3;

    private final AtomicReference<String> wrong = new AtomicReference<>();

    /** Two lcores make the same flow at the same moment, again and again. */
    @Test
    void shouldMakeAFlowOnceWhenLcoresMeet() throws InterruptedException {
        final int flows = 40_000;
        final FlowTable table = FlowTable.anonymous(new FlowLayout(16 * 1024, 40_000, 1), Quiescence.NEVER);
        final AtomicInteger meeting = new AtomicInteger();
        final int[][] answers = new int[2][flows];
        final long endNs = System.nanoTime() + 2 * RUN_NS;
        final Thread other = Thread.ofPlatform().start(() -> meet(table, meeting, answers[1], endNs));
        meet(table, meeting, answers[0], endNs);
        other.join();

        int made = 0;
        while (made < flows && answers[0][made] != 0 && answers[1][made] != 0) {
            final int first = answers[0][made];
            final int second = answers[1][made];
            assertThat(first < 0 ^ second < 0).as("flow %d was made once", made).isTrue();
            assertThat(first < 0 ? ~first : first).isEqualTo(second < 0 ? ~second : second);
            made++;
        }
        assertThat(made).isPositive();
        assertThat(count(table)).isBetween(made, made + 2);
    }

    /** Results are kept one higher than they are: 0 is none yet. */
    private static void meet(
            final FlowTable table, final AtomicInteger meeting, final int[] answers, final long endNs) {
        final FlowKeys keys = new FlowKeys(1);
        for (int number = 0; number < answers.length; number++) {
            TestFlows.key(keys, 0, number);
            meeting.incrementAndGet();
            while (meeting.get() < 2 * (number + 1)) {
                if (System.nanoTime() > endNs) {
                    return;
                }
                Thread.onSpinWait();
            }
            final int result = table.create(keys, 0, 0);
            answers[number] = result >= 0 ? result + 1 : result - 1;
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

    /** A listing that nothing protects shows flows whole or not at all, while a slot changes owners all the time. */
    @Test
    void shouldNeverListHalfAFlow() throws InterruptedException {
        final ManualQuiescence noLcores = new ManualQuiescence();
        final FlowTable table = FlowTable.anonymous(new FlowLayout(16, 0, 1), noLcores);
        final FlowControl control = new FlowControl(table);
        final FlowKeys keys = new FlowKeys(1);
        for (int i = 0; i < 15; i++) {
            TestFlows.key(keys, 0, 1000 + i);
            table.create(keys, 0, 0);
        }
        final long endNs = System.nanoTime() + RUN_NS / 2;
        final AtomicLong listed = new AtomicLong();
        final Thread lister = Thread.ofPlatform().start(() -> list(table, endNs, listed));
        for (int number = 0; System.nanoTime() < endNs; number = number + 1 & 511) {
            noLcores.pass();
            TestFlows.key(keys, 0, number);
            final int index = table.create(keys, 0, 0);
            if (index >= 0) {
                control.set(TestFlows.delete(index, table.generation(index), keys), 0);
            }
            control.set(TestFlows.delete(0, -1, keys), 0); // refused; gives slots back
        }
        lister.join();
        assertThat(wrong.get()).isNull();
        assertThat(listed.get()).isPositive();
    }

    private void list(final FlowTable table, final long endNs, final AtomicLong listed) {
        final FlowReader reader = table.reader();
        while (System.nanoTime() < endNs && wrong.get() == null) {
            for (int index = reader.nextLive(0); index != FlowTable.NONE; index = reader.nextLive(index + 1)) {
                final FlowRecord flow = reader.flow(index);
                if (flow != null) {
                    listed.incrementAndGet();
                    final int number = flow.sourcePort();
                    final long expected = number % 2 == 0 ? 0x0a000000L + number : number;
                    if (flow.sourceLow() != expected
                            || flow.family() != (number % 2 == 0 ? FlowKeys.IPV4 : FlowKeys.IPV6)) {
                        wrong.set("half a flow: " + flow);
                    }
                }
            }
        }
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
}
