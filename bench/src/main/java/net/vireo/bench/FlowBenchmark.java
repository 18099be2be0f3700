// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.vireo.vrouter.flow.FlowCounters;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Quiescence;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per look-up of a flow, in bursts of 32 and one by one, in random order over so many flows, in a table of
 * the default size. {@link #packet} also does what each packet of a flow does: reads the verdict, notes the time, counts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m"})
public class FlowBenchmark {
    private static final int BURST = 32;
    private static final int ORDER = 1 << 20;
    private static final int UDP = 17;

    /** How many flows the table holds and the traffic uses. */
    @Param({"1", "1000", "100000", "500000"})
    public int flows;

    /** IP version of the flows. */
    @Param({"4", "6"})
    public int version;

    private final int[] order = new int[ORDER];
    private final FlowKeys keys = new FlowKeys(BURST);
    private final int[] found = new int[BURST];
    private FlowTable table;
    private FlowCounters counters;
    private int next;
    private int nowMs;

    /** Fills the table. */
    @Setup(Level.Trial)
    public void setUp() {
        table = FlowTable.anonymous(FlowLayout.of(FlowLayout.DEFAULT_ENTRIES, 1), Quiescence.NEVER);
        counters = table.counters(0);
        int overflows = 0;
        for (int i = 0; i < flows; i++) {
            key(0, i);
            final int index = table.create(keys, 0, 0);
            if (index < 0) {
                throw new IllegalStateException("no room for flow " + i);
            }
            overflows += index >= FlowLayout.DEFAULT_ENTRIES ? 1 : 0;
        }
        System.out.println("overflow: " + overflows + " of " + flows);
        final Random random = new Random(42);
        for (int i = 0; i < order.length; i++) {
            order[i] = random.nextInt(flows);
        }
    }

    private void key(final int row, final int number) {
        if (version == 4) {
            keys.ipv4(row, 38, UDP, number & 0xffff, 53, 0x0a00_0000 + (number >>> 16), 0x0a00_0001);
        } else {
            keys.ipv6(row, 38, UDP, number & 0xffff, 53, 0xfd00_0000_0000_0000L, number >>> 16, 0xfd00L << 48, 1);
        }
    }

    private void fill() {
        for (int row = 0; row < BURST; row++) {
            key(row, order[next + row]);
        }
        next = next + BURST & ORDER - 1;
    }

    /** A burst of keys at once. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public int burst() {
        fill();
        table.find(keys, BURST, found);
        return found[0];
    }

    /** The same keys one after another. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public int single() {
        fill();
        int sum = 0;
        for (int row = 0; row < BURST; row++) {
            sum += table.find(keys, row);
        }
        return sum;
    }

    /** A burst of keys, then the verdict, the time and the counters of each, a loop per step as nodes have it. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long packet() {
        fill();
        table.find(keys, BURST, found);
        nowMs += next == 0 ? 1 : 0;
        long sum = 0;
        for (int row = 0; row < BURST; row++) {
            final int index = found[row];
            sum += table.state(index) ^ table.path(index);
        }
        for (int row = 0; row < BURST; row++) {
            final int index = found[row];
            sum += table.source(index) ^ table.extras(index);
            table.touch(index, nowMs);
        }
        for (int row = 0; row < BURST; row++) {
            counters.count(found[row], 64);
        }
        return sum;
    }
}
