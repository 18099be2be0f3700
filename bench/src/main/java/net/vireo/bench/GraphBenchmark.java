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
 * Nanoseconds per packet of the whole graph over memory ports: one lcore, bursts of 32. {@link #harness} is what making
 * and taking the packets costs without a graph; the graph's cost is the difference. Many short iterations instead of few
 * long ones: a virtual machine has a fast and a slow speed and changes between them several times a second, so only
 * quantiles of runs made side by side can be compared.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m"})
public class GraphBenchmark {
    /** Which way the packets go. */
    @Param({Scene.TO_FABRIC, Scene.TO_GUEST})
    public String direction;

    /** Past the flow table, or through it. */
    @Param({"packet", Scene.FLOW})
    public String mode;

    /** The tunnel. */
    @Param({"udp", "gre", "vxlan"})
    public String encap;

    /** How many different 5-tuples. */
    @Param({"1", "1000", "100000", "500000"})
    public int flows;

    private GraphWorld world;
    private Traffic traffic;
    private NodeCosts costs;
    private TxQueue ring;
    private RxQueue ringEnd;

    /** Builds the world. */
    @Setup(Level.Trial)
    public void setUp() {
        final Scene scene = Scene.of(direction, mode, encap, flows);
        world = new GraphWorld(scene);
        traffic = Traffic.of(world, scene);
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

    /** Says what each node cost, as the data plane itself measures it, and that no packet was lost. */
    @TearDown(Level.Trial)
    public void report() {
        costs.report();
        if (world.drops() > 0) {
            throw new IllegalStateException(world.drops() + " packets were dropped");
        }
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
