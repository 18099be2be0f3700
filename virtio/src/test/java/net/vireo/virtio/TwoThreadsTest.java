// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Driver and device on two threads: what arrives is whole, in order, and nobody waits for a notification that does not
 * come. A smoke test of the memory order on the machine at hand.
 */
@Timeout(60)
class TwoThreadsTest {
    private static final int SIZE = 64;
    private static final int AREA_BYTES = 256;
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(120);
    private static final long MAX_RUN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int MIN_PACKETS = 2000;
    private static final int HEADER_BYTES = 12;

    private final AtomicBoolean stop = new AtomicBoolean();

    @ParameterizedTest
    @ValueSource(longs = {0, Features.RING_PACKED, Features.IN_ORDER, Features.RING_PACKED | Features.IN_ORDER})
    void shouldCarryWholePacketsFromTheGuest(final long features) {
        run(features, true, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Features.RING_PACKED, Features.IN_ORDER, Features.RING_PACKED | Features.IN_ORDER})
    void shouldCarryWholePacketsToTheGuest(final long features) {
        run(features, false, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Features.RING_PACKED, Features.EVENT_IDX, Features.RING_PACKED | Features.EVENT_IDX})
    void shouldLoseNoNotification(final long features) {
        run(features, true, true);
        run(features, false, true);
    }

    private void run(final long features, final boolean fromGuest, final boolean sleeps) {
        stop.set(false);
        try (RingWorld world = new RingWorld(SIZE, features | Features.VERSION_1, SIZE * AREA_BYTES);
                Scratch scratch = new Scratch()) {
            final Waiting driverWaits = new Waiting(sleeps);
            final Waiting deviceWaits = new Waiting(sleeps);
            final CompletableFuture<Long> driver = CompletableFuture.supplyAsync(() -> fromGuest
                    ? new Sender(world, driverWaits, deviceWaits).run()
                    : new Collector(world, driverWaits, deviceWaits).run());
            final long device;
            try {
                device = fromGuest
                        ? fetchAll(world, scratch, deviceWaits, driverWaits)
                        : writeAll(world, scratch, deviceWaits, driverWaits);
            } finally {
                stop.set(true);
                driverWaits.wake();
            }
            final long done = driver.join();
            assertThat(done).as("else nothing was tested").isGreaterThan(MIN_PACKETS / 2);
            assertThat(Math.abs(done - device)).isLessThanOrEqualTo(SIZE);
            assertThat(world.faults.total()).isZero();
            assertThat(world.driver.faults().total()).isZero();
            world.requireGuards();
        }
    }

    /** Sleeping until a notification, or a moment. */
    private static final class Waiting {
        private final boolean sleeps;
        private final Semaphore notified = new Semaphore(0);

        Waiting(final boolean sleeps) {
            this.sleeps = sleeps;
        }

        void idle(final boolean news) {
            if (!sleeps) {
                LockSupport.parkNanos(1_000);
            } else if (!news) {
                sleep();
            }
        }

        private void sleep() {
            try {
                if (!notified.tryAcquire(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("a notification was lost");
                }
            } catch (final InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            notified.drainPermits();
        }

        void wake() {
            notified.release();
        }
    }

    private static int lengthOf(final long sequence) {
        return 16 + (int) (sequence * 7 % 19) * 8;
    }

    /** Every word says which packet it belongs to, and where. */
    private static void fill(final long address, final long sequence, final int lengthBytes) {
        for (int i = 0; i < lengthBytes; i += 8) {
            Memory.putLong(address + i, sequence * 0x9e37_79b9_7f4a_7c15L + i);
        }
    }

    private static void require(final long address, final long sequence, final int lengthBytes) {
        assertThat(lengthBytes).isEqualTo(lengthOf(sequence));
        for (int i = 0; i < lengthBytes; i += 8) {
            if (Memory.getLong(address + i) != sequence * 0x9e37_79b9_7f4a_7c15L + i) {
                throw new AssertionError("packet " + sequence + " is torn at byte " + i);
            }
        }
    }

    /** A moment, and longer on a machine that is so busy that next to nothing has passed in it. */
    private static boolean goesOn(final long startNs, final long sequence) {
        final long ranNs = System.nanoTime() - startNs;
        return ranNs < RUN_NS || sequence < MIN_PACKETS && ranNs < MAX_RUN_NS;
    }

    private long fetchAll(final RingWorld world, final Scratch scratch, final Waiting own, final Waiting others) {
        final DeviceQueue device = world.device();
        final long startNs = System.nanoTime();
        long sequence = 0;
        while (goesOn(startNs, sequence)) {
            final int n = device.fetch(17);
            for (int i = 0; i < n; i++) {
                final int lengthBytes = device.readableBytes(i);
                device.copyOut(i, 0, scratch.address(), lengthBytes);
                require(scratch.address(), sequence, lengthBytes);
                sequence++;
            }
            device.complete(n);
            if (n > 0 && device.wantsNotification()) {
                others.wake();
            }
            if (n == 0) {
                own.idle(!own.sleeps || device.enableNotifications());
            }
        }
        return sequence;
    }

    private long writeAll(final RingWorld world, final Scratch scratch, final Waiting own, final Waiting others) {
        final DeviceQueue device = world.device();
        final long startNs = System.nanoTime();
        long sequence = 0;
        while (goesOn(startNs, sequence)) {
            int n = 0;
            int taken = 1;
            while (n < 17 && taken > 0) {
                fill(scratch.address() + HEADER_BYTES, sequence, lengthOf(sequence));
                taken = device.write(
                        scratch.address(), HEADER_BYTES, scratch.address() + HEADER_BYTES, lengthOf(sequence));
                sequence += taken;
                n += taken;
            }
            device.flush();
            if (n > 0 && device.wantsNotification()) {
                others.wake();
            }
            if (n == 0) {
                own.idle(!own.sleeps || device.enableNotifications());
            }
        }
        return sequence;
    }

    /** The guest's transmitting side. */
    private final class Sender {
        private final RingWorld world;
        private final Waiting own;
        private final Waiting others;
        private final int[] ids = new int[16];
        private final int[] lengths = new int[16];

        Sender(final RingWorld world, final Waiting own, final Waiting others) {
            this.world = world;
            this.own = own;
            this.others = others;
        }

        long run() {
            long sequence = 0;
            while (!stop.get()) {
                final int burst = 1 + (int) (sequence % 11);
                int n = 0;
                while (n < burst && world.driver.freeCount() > 0) {
                    final long at = world.data((int) (sequence % SIZE) * AREA_BYTES);
                    fill(world.host(at), sequence, lengthOf(sequence));
                    assertThat(world.driver.add(at, lengthOf(sequence), false)).isNotNegative();
                    sequence++;
                    n++;
                }
                world.driver.publish();
                if (n > 0 && world.driver.wantsNotification()) {
                    others.wake();
                }
                if (world.driver.collect(ids, lengths) == 0 && n == 0) {
                    own.idle(!own.sleeps || world.driver.enableNotifications());
                }
            }
            others.wake();
            return sequence;
        }
    }

    /** The guest's receiving side. */
    private final class Collector {
        private final RingWorld world;
        private final Waiting own;
        private final Waiting others;
        private final long[] areas = new long[SIZE];
        private final int[] ids = new int[16];
        private final int[] lengths = new int[16];
        private long given;

        Collector(final RingWorld world, final Waiting own, final Waiting others) {
            this.world = world;
            this.own = own;
            this.others = others;
        }

        long run() {
            long sequence = 0;
            give();
            while (!stop.get()) {
                final int n = world.driver.collect(ids, lengths);
                for (int i = 0; i < n; i++) {
                    require(world.host(areas[ids[i]]) + HEADER_BYTES, sequence, lengths[i] - HEADER_BYTES);
                    sequence++;
                }
                give();
                if (n == 0) {
                    own.idle(!own.sleeps || world.driver.enableNotifications());
                }
            }
            others.wake();
            return sequence;
        }

        private void give() {
            while (world.driver.freeCount() > 0) {
                final long at = world.data((int) (given++ % SIZE) * AREA_BYTES);
                areas[world.driver.add(at, AREA_BYTES, true)] = at;
            }
            world.driver.publish();
            if (world.driver.wantsNotification()) {
                others.wake();
            }
        }
    }
}
