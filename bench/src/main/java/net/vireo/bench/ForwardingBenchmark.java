// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per packet through the whole graph, 64-byte packets in bursts of 32, one flow, memory port to memory port.
 * What is measured includes the far end's work: it puts the headers back that the router changed, and sends again.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ForwardingBenchmark {
    private static final int BURST = 32;

    private BenchNode node;
    private TxQueue guestTx;
    private RxQueue guestRx;
    private TxQueue fabricTx;
    private RxQueue fabricRx;
    private byte[] guestFrame;
    private byte[] tunnelFrame;
    private final long[] toFabric = new long[BURST];
    private final long[] toGuest = new long[BURST];
    private final long[] received = new long[BURST];

    @Setup(Level.Trial)
    public void setUp() {
        node = new BenchNode();
        guestTx = node.guest.txQueue(0);
        guestRx = node.guest.rxQueue(0);
        fabricTx = node.fabric.txQueue(0);
        fabricRx = node.fabric.rxQueue(0);
        guestFrame = BenchFrames.fromGuest();
        tunnelFrame = BenchFrames.fromFabric();
        fill(toFabric, guestFrame);
        fill(toGuest, tunnelFrame);
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        System.out.println();
        System.out.print(node.nodeTable());
        final long drops = node.dropCount();
        node.close();
        if (drops != 0) {
            throw new IllegalStateException(drops + " packets were dropped: this did not measure forwarding");
        }
    }

    /** Guest, look-up, MPLS over UDP, fabric: packet mode. The goal is under 45 ns. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public int guestToFabric() {
        return round(guestTx, fabricRx, toFabric, guestFrame, BenchFrames.GUEST_CHANGED_BYTES);
    }

    /** Fabric, label, guest. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public int fabricToGuest() {
        return round(fabricTx, guestRx, toGuest, tunnelFrame, BenchFrames.FABRIC_CHANGED_BYTES);
    }

    private int round(
            final TxQueue in, final RxQueue out, final long[] packets, final byte[] frame, final int changedBytes) {
        in.transmit(node.peerCache, packets, BURST);
        node.lcore.cycle();
        final int count = out.receive(node.peerCache, received, BURST);
        for (int i = 0; i < count; i++) {
            final long at = node.pool.address(PacketRef.id(packets[i])) + PacketRef.offset(packets[i]);
            Memory.copyIn(frame, 0, at, changedBytes);
        }
        return count;
    }

    private void fill(final long[] packets, final byte[] frame) {
        for (int i = 0; i < BURST; i++) {
            final long packet = node.peerCache.takeSmall();
            packets[i] = PacketRef.resized(packet, PacketRef.offset(packet), frame.length);
            Memory.copyIn(frame, 0, node.pool.dataAddress(packets[i]), frame.length);
        }
    }
}
