// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.vrouter.counter.NodeCounter;
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
 * what sending and taking the packets costs without a graph; the graph's cost is the difference.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
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
    private TxQueue ring;
    private RxQueue ringEnd;

    /** Builds the world. */
    @Setup(Level.Trial)
    public void setUp() {
        world = new GraphWorld();
        traffic = "guest-to-fabric".equals(direction) ? Traffic.guestToFabric(world) : Traffic.fabricToGuest(world);
        final MemoryPort.Pair cable = MemoryPort.pair(world.pool, "in", "out", 1, 1024);
        ring = cable.left().txQueue(0);
        ringEnd = cable.right().rxQueue(0);
    }

    /** Prints what each node cost, as the data plane itself measures it. */
    @TearDown(Level.Trial)
    public void report() {
        final List<String> names = world.counters.nodeNames();
        for (int node = 0; node < names.size(); node++) {
            final long packets = world.counters.node(0, node, NodeCounter.TIMED_PACKETS);
            final long timeNs = world.counters.node(0, node, NodeCounter.TIMED_NS);
            if (packets > 0) {
                System.out.printf("  %-16s %6.2f ns/packet%n", names.get(node), (double) timeNs / packets);
            }
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
