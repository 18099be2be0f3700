// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.virtio.DeviceQueue;
import net.vireo.virtio.DriverQueue;
import net.vireo.virtio.FaultCounters;
import net.vireo.virtio.Features;
import net.vireo.virtio.MemoryRegion;
import net.vireo.virtio.MemoryRegions;
import net.vireo.virtio.RingSetup;
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
 * Nanoseconds per packet on one thread that the device side costs: a packet is taken from a guest and given to another,
 * in bursts of 32, copied both times. The guests' own work is not in it, and no line comes from another core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Xmx256m",
            "-XX:MaxTrivialSize=24"
        })
public class RingBenchmark {
    private static final int BURST = 32;
    private static final int SIZE = 256;
    private static final int HEADER_BYTES = 12;
    private static final int BUFFER_BYTES = 2048;
    /** Of our packets: an odd number of cache lines. */
    private static final int STRIDE_BYTES = 2240;

    private static final long FEATURES =
            Features.VERSION_1 | Features.MRG_RXBUF | Features.INDIRECT_DESC | Features.IN_ORDER;

    @Param({"split", "packed"})
    public String format;

    @Param({"64", "1518"})
    public int frameBytes;

    private final int[] ids = new int[BURST];
    private final int[] lengths = new int[BURST];
    private Mapping memory;
    private long buffers;
    private long pool;
    private DriverQueue sender;
    private DriverQueue receiver;
    private DeviceQueue from;
    private DeviceQueue to;
    private int next;
    private long sent;
    private long collected;

    /** Two rings, and a pool of 32 packets. */
    @Setup(Level.Trial)
    public void setUp() {
        final long features = FEATURES | ("packed".equals(format) ? Features.RING_PACKED : 0);
        final long ringBytes = DriverQueue.bytesNeeded(SIZE, features) + 4095 & -4096;
        memory = Mmap.anonymous(2 * ringBytes + 2L * SIZE * BUFFER_BYTES + (long) BURST * STRIDE_BYTES, false);
        memory.populate();
        buffers = memory.address() + 2 * ringBytes;
        pool = buffers + 2L * SIZE * BUFFER_BYTES;
        sender = DriverQueue.create(SIZE, features, memory.address(), memory.address());
        receiver = DriverQueue.create(SIZE, features, memory.address() + ringBytes, memory.address() + ringBytes);
        final MemoryRegions regions = MemoryRegions.of(
                List.of(new MemoryRegion(memory.address(), memory.lengthBytes(), memory.address(), memory.address())));
        from = DeviceQueue.open(setup(sender, features), regions, new FaultCounters());
        to = DeviceQueue.open(setup(receiver, features), regions, new FaultCounters());
        sender.suppressNotifications();
        receiver.suppressNotifications();
        from.suppressNotifications();
        to.suppressNotifications();
        for (int i = 0; i < SIZE; i++) {
            give();
        }
        receiver.publish();
    }

    private static RingSetup setup(final DriverQueue driver, final long features) {
        final int start = Features.has(features, Features.RING_PACKED) ? RingSetup.PACKED_START : 0;
        return new RingSetup(
                SIZE,
                features,
                driver.descriptorAddress(),
                driver.driverAddress(),
                driver.deviceAddress(),
                start,
                start);
    }

    /** Unmaps. */
    @TearDown(Level.Trial)
    public void tearDown() {
        memory.close();
    }

    private void give() {
        receiver.add(buffers + (long) (SIZE + next++ % SIZE) * BUFFER_BYTES, BUFFER_BYTES, true);
    }

    /** The guests' work, not measured: as many packets to send as the ring has, and all buffers to receive. */
    @Setup(Level.Invocation)
    public void guests() {
        while (collected < sent) {
            collected += sender.collect(ids, lengths);
        }
        for (int n = receiver.collect(ids, lengths); n > 0; n = receiver.collect(ids, lengths)) {
            for (int i = 0; i < n; i++) {
                give();
            }
        }
        receiver.publish();
        for (int i = 0; i < SIZE; i++) {
            sender.add(buffers + (long) (i * 7 % SIZE) * BUFFER_BYTES, HEADER_BYTES + frameBytes, false);
        }
        sender.publish();
        sent += SIZE;
    }

    /** Dequeue and enqueue: header and frame in one copy each. */
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public int device() {
        int notifications = 0;
        for (int i = 0; i < SIZE; i += BURST) {
            final int n = dequeue();
            enqueue(n);
            notifications += (from.wantsNotification() ? 1 : 0) + (to.wantsNotification() ? 1 : 0);
        }
        return notifications;
    }

    private int dequeue() {
        final int n = from.fetch(BURST);
        for (int i = 0; i < n; i++) {
            final int bytes = from.readableBytes(i);
            from.copyOut(i, 0, pool + (long) i * STRIDE_BYTES, bytes);
            lengths[i] = bytes - HEADER_BYTES;
        }
        from.complete(n);
        return n;
    }

    private void enqueue(final int n) {
        for (int i = 0; i < n; i++) {
            final long packet = Memory.base(pool + (long) i * STRIDE_BYTES);
            // As every sender does it: the copy that follows reads what was stored a moment ago.
            Memory.putLong(packet, 0);
            Memory.putInt(packet + Long.BYTES, 0);
            if (to.write(packet, HEADER_BYTES, packet + HEADER_BYTES, lengths[i]) != 1) {
                throw new IllegalStateException("packet " + i);
            }
        }
        to.flush();
    }
}
