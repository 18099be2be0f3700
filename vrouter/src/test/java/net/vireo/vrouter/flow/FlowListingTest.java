// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listing a full table leaves lcores alone. */
@Timeout(120)
class FlowListingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FLOWS = 1_000_000;
    private static final int BURST = 32;
    private static final int BURSTS_PER_WINDOW = 2_000;
    private static final int PAIRS = 41;

    private final FlowTable table = FlowTable.anonymous(FlowLayout.of(FLOWS, 1), Quiescence.NEVER);
    private final FlowReader reader = table.reader();
    private volatile boolean listing;
    private volatile boolean closing;
    private final AtomicLong listed = new AtomicLong();

    @Test
    void shouldNotSlowDownWhoFindsFlows() throws InterruptedException {
        final FlowKeys keys = new FlowKeys(BURST);
        for (int i = 0; i < FLOWS; i++) {
            key(keys, 0, i);
            assertThat(table.create(keys, 0, 0)).isNotNegative();
        }
        final Thread lister = Thread.ofPlatform().name("lister").daemon().start(this::list);
        final double[] ratios = new double[PAIRS];
        window(keys); // trains
        for (int i = 0; i < PAIRS; i++) {
            // Neighbours in time are compared, in turns first and last, so that whatever else the machine does hits
            // both.
            final boolean first = i % 2 == 0;
            listing = first;
            final long one = window(keys);
            listing = !first;
            final long other = window(keys);
            ratios[i] = first ? (double) one / other : (double) other / one;
        }
        closing = true;
        lister.join();
        Arrays.sort(ratios);
        System.out.printf(
                "finding while somebody lists takes %.3f of the CPU time it takes alone; %d flows were listed%n",
                ratios[PAIRS / 2], listed.get());
        assertThat(listed.get()).as("flows listed meanwhile").isGreaterThan(FLOWS / 10);
        // A shared cache and memory bus are felt; a lock or a line written by the lister would cost several times as
        // much.
        assertThat(ratios[PAIRS / 2]).isLessThan(1.15);
    }

    private void list() {
        int index = -1;
        while (!closing) {
            if (!listing) {
                Thread.onSpinWait();
                continue;
            }
            index = reader.nextLive(index + 1);
            if (index != FlowTable.NONE) {
                listed.addAndGet(reader.flow(index) == null ? 0 : 1);
            }
        }
    }

    /** CPU time of a number of look-ups: other processes' time does not count. */
    private long window(final FlowKeys keys) {
        final int[] found = new int[BURST];
        final long startNs = THREADS.getCurrentThreadCpuTime();
        int at = 17;
        for (int burst = 0; burst < BURSTS_PER_WINDOW; burst++) {
            for (int row = 0; row < BURST; row++) {
                at = (at + 7919) % FLOWS;
                key(keys, row, at);
            }
            table.find(keys, BURST, found);
            for (int row = 0; row < BURST; row++) {
                if (found[row] == FlowTable.NONE) {
                    throw new AssertionError("a flow was not found");
                }
                table.touch(found[row], burst);
            }
        }
        return THREADS.getCurrentThreadCpuTime() - startNs;
    }

    private static void key(final FlowKeys keys, final int row, final int number) {
        keys.ipv4(row, 38, 17, number & 0xffff, 53, 0x0a000000 | number >>> 16, 0x0b000001);
    }
}
