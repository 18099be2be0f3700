// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeLayout;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.BridgeWriter;
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
 * Nanoseconds per look-up of an Ethernet address, in bursts of 32 and one by one, in random order over so many entries.
 * The table has room for 524 288 entries and a fifth for overflow.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m"})
public class BridgeBenchmark {
    private static final int BURST = 32;
    private static final int ORDER = 1 << 20;

    /** How many addresses the table holds and the traffic uses. */
    @Param({"1", "1000", "100000", "500000"})
    public int entries;

    private final long[] order = new long[ORDER];
    private final long[] keys = new long[BURST];
    private final int[] slots = new int[BURST];
    private final long[] values = new long[BURST];
    private BridgeTable table;
    private int next;

    /** Fills the table. */
    @Setup(Level.Trial)
    public void setUp() {
        final BridgeWriter writer = BridgeWriter.anonymous(BridgeLayout.of(524_288, 1), Quiescence.NEVER);
        table = writer.table();
        for (int i = 0; i < entries; i++) {
            if (writer.put(key(i), BridgeValue.of(i, i, 0)) == BridgeWriter.FULL) {
                throw new IllegalStateException("no room for entry " + i);
            }
        }
        final Random random = new Random(42);
        for (int i = 0; i < order.length; i++) {
            order[i] = key(random.nextInt(entries));
        }
        System.out.println("overflow: " + writer.usedOverflow() + " of " + entries);
    }

    private static long key(final int number) {
        return BridgeKey.of(0x0200_0000_0000L + number, number & 0xff);
    }

    /** A burst at once. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long burst() {
        System.arraycopy(order, next, keys, 0, BURST);
        next = next + BURST & ORDER - 1;
        table.lookup(keys, slots, values, BURST);
        return values[0];
    }

    /** The same, one after another. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long single() {
        long sum = 0;
        for (int i = 0; i < BURST; i++) {
            sum += table.lookup(order[next + i]);
        }
        next = next + BURST & ORDER - 1;
        return sum;
    }
}
