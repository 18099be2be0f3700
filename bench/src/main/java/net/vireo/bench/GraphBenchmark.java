// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.concurrent.TimeUnit;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per packet of the whole graph over memory ports: one lcore, bursts of 32, packet mode. {@link #harness} is
 * what sending and taking the packets costs without a graph; the graph's cost is the difference. Samples, not averages:
 * a virtual machine has a fast and a slow speed, and only quantiles of runs made side by side can be compared.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m"})
public class GraphBenchmark {
    /** Which way the packets go. */
    @Param({"guest-to-fabric", "fabric-to-guest"})
    public String direction;

    private GraphWorld world;
    private Traffic traffic;
    private NodeCosts costs;
    private TxQueue ring;
    private RxQueue ringEnd;

    /** Builds the world. */
    @Setup(Level.Trial)
    public void setUp() {
        world = new GraphWorld();
        traffic = "guest-to-fabric".equals(direction) ? Traffic.guestToFabric(world) : Traffic.fabricToGuest(world);
        costs = new NodeCosts(world.counters);
        final MemoryPort.Pair cable = MemoryPort.pair(world.pool, "in", "out", 1, 1024);
        ring = cable.left().txQueue(0);
        ringEnd = cable.right().rxQueue(0);
    }

    /** Forgets the time before this iteration. */
    @Setup(Level.Iteration)
    public void mark() {
        costs.mark();
    }

    /** Notes what each node cost in this iteration. */
    @TearDown(Level.Iteration)
    public void note() {
        costs.note();
    }

    /** Prints what each node cost in its best iteration, as the data plane itself measures it. */
    @TearDown(Level.Trial)
    public void report() {
        costs.print();
    }

    /** A burst through the graph. */
    @Benchmark
    @OperationsPerInvocation(GraphWorld.BURST)
    public int graph() {
        traffic.send();
        world.lcore.cycle();
        return traffic.drain();
    }

    /** The same burst past the graph. */
    @Benchmark
    @OperationsPerInvocation(GraphWorld.BURST)
    public int harness() {
        return traffic.loop(ring, ringEnd);
    }
}
