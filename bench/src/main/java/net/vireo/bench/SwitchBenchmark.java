// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.memory.Memory;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketRef;
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
 * Nanoseconds per frame between two guests on vhost-user ports, both ways, in bursts of 32: rings, port, graph, port,
 * rings. The guests' own work is not in it, and no line comes from another core; {@code ./vireo bench peers} has both.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Xmx256m",
            "-XX:MaxTrivialSize=24"
        })
public class SwitchBenchmark {
    private static final int BURST = 32;
    private static final int BURSTS = 4;
    /** In each invocation, over both ways. */
    private static final int FRAMES = SwitchWorld.GUESTS * BURSTS * BURST;

    private static final int IPV4_AND_VERSION = 0x0800_4500;

    @Param({"split", "packed"})
    public String format;

    @Param({"60", "1514"})
    public int frameBytes;

    private final long[] burst = new long[BURST];
    private final TxQueue[] senders = new TxQueue[SwitchWorld.GUESTS];
    private final RxQueue[] receivers = new RxQueue[SwitchWorld.GUESTS];
    private SwitchWorld world;
    private long taken;
    private long sent;

    /** Two guests, connected. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        world = new SwitchWorld("packed".equals(format));
        for (int guest = 0; guest < SwitchWorld.GUESTS; guest++) {
            senders[guest] = world.guests[guest].txQueue(0);
            receivers[guest] = world.guests[guest].rxQueue(0);
            receivers[guest].receive(world.guestCache, burst, BURST);
        }
    }

    /** All went through. */
    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        guests();
        world.close();
        if (world.drops() > 0 || taken != sent - FRAMES) {
            throw new IllegalStateException(sent + " sent, " + taken + " came, " + world.drops() + " dropped");
        }
    }

    /** The guests' work, not measured: takes all that came, and sends. */
    @Setup(Level.Invocation)
    public void guests() {
        for (int guest = 0; guest < SwitchWorld.GUESTS; guest++) {
            int count = receivers[guest].receive(world.guestCache, burst, BURST);
            while (count > 0) {
                world.guestCache.free(burst, 0, count);
                taken += count;
                count = receivers[guest].receive(world.guestCache, burst, BURST);
            }
        }
        for (int i = 0; i < BURSTS; i++) {
            for (int guest = 0; guest < SwitchWorld.GUESTS; guest++) {
                send(guest);
            }
        }
    }

    private void send(final int guest) {
        for (int i = 0; i < BURST; i++) {
            final long packet = world.guestCache.takeSmall();
            burst[i] = PacketRef.resized(packet, PacketRef.offset(packet), frameBytes);
            final long frame = world.guestPool.dataAddress(packet);
            Memory.putLongBe(frame, SwitchWorld.mac(1 - guest) << 16 | SwitchWorld.mac(guest) >>> 32);
            Memory.putIntBe(frame + 8, (int) SwitchWorld.mac(guest));
            Memory.putIntBe(frame + 12, IPV4_AND_VERSION);
        }
        sent += senders[guest].transmit(world.guestCache, burst, BURST);
    }

    /** What the lcore does in its cycles: a burst of each guest in each. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int between() {
        int work = 0;
        for (int i = 0; i < BURSTS; i++) {
            work += world.lcore.cycle();
        }
        return work;
    }
}
