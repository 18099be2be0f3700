// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.vireo.linux.memory.Memory;
import net.vireo.testkit.FuzzBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rings whose memory is damaged while the device works on them: nothing is thrown, nothing is written outside the guest's
 * memory or behind what was asked for, positions stay in the ring, and a ring that stops says why.
 */
class RingFuzzTest {
    private static final int PLAIN_BURST = 16;
    private static final int PLAIN_ROOM = 2_100;
    private static final int QUICK_CASES = 1_500;
    private static final int STEPS = 150;
    private static final int DATA_BYTES = 16 * 1024;
    private static final int PACKET_ROOM = Fragments.MAX_READABLE_BYTES;
    private static final byte OWN = (byte) 0x3e;

    private final Scratch scratch = new Scratch();
    private final int[] ids = new int[16];
    private final int[] lengths = new int[16];
    private long brokenCount;
    private long droppedCount;
    private long carriedCount;

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void shouldSurviveDamagedRingsForASecond() {
        final long firstSeed = Long.getLong("vireo.fuzz.seed", 20261127);
        for (long seed = firstSeed; seed < firstSeed + QUICK_CASES; seed++) {
            new Case(seed).run();
        }
        assertThat(brokenCount).as("else too little was damaged").isGreaterThan(QUICK_CASES / 10);
        assertThat(droppedCount).isGreaterThan(QUICK_CASES);
        assertThat(carriedCount).as("else too much").isGreaterThan(QUICK_CASES * 10L);
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveDamagedRings() {
        final FuzzBudget budget = FuzzBudget.ofCommandLine(RingFuzzTest.class);
        long seed = Long.getLong("vireo.fuzz.seed", System.nanoTime());
        while (budget.more()) {
            if (budget.cases() % 50 == 0) {
                underFire(seed++);
            } else {
                new Case(seed++).run();
            }
        }
    }

    /** Here the guest damages its ring while we look at it: what is read twice is different. */
    private void underFire(final long seed) {
        final Case target = new Case(seed);
        final AtomicBoolean stop = new AtomicBoolean();
        final RandomGenerator random = generator(~seed);
        final CompletableFuture<Void> guest = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                target.damage(random);
            }
        });
        try {
            target.work(STEPS * 200);
        } finally {
            stop.set(true);
            guest.join();
        }
        target.close();
    }

    private static RandomGenerator generator(final long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** One ring with one set of features, and one direction. */
    private final class Case {
        private final long seed;
        private final RandomGenerator random;
        private final boolean transmits;
        private final boolean indirect;
        private final int sizeEntries;
        private final RingWorld world;
        private final long[] plainFrames = new long[PLAIN_BURST];
        private final int[] plainLengths = new int[PLAIN_BURST];
        private boolean broken;

        Case(final long seed) {
            this.seed = seed;
            random = generator(seed);
            final long features = RandomRing.features(random);
            transmits = random.nextBoolean();
            indirect = Features.has(features, Features.INDIRECT_DESC);
            sizeEntries = RandomRing.size(random, features);
            world = new RingWorld(sizeEntries, features | Features.VERSION_1, DATA_BYTES);
        }

        void run() {
            work(STEPS);
            close();
        }

        void work(final int steps) {
            try {
                for (int i = 0; i < steps; i++) {
                    step();
                }
            } catch (final RuntimeException | AssertionError | InternalError wrong) {
                throw new AssertionError(replay(), wrong);
            }
        }

        void close() {
            try (world) {
                world.requireGuards();
            } catch (final AssertionError wrong) {
                throw new AssertionError(replay(), wrong);
            }
            brokenCount += broken ? 1 : 0;
            droppedCount += world.faults.total();
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0 -> damage(random);
                case 1, 2, 3 -> offer();
                case 4, 5, 6 -> carry();
                default -> rare();
            }
            requireSane();
        }

        private void offer() {
            for (int i = random.nextInt(6); i >= 0; i--) {
                final Pieces pieces =
                        Pieces.of(random, data(2_000), 20 + random.nextInt(1_500), Math.min(sizeEntries, 6));
                final int readable = transmits ? pieces.count : 0;
                if (world.driver.freeCount() < pieces.count) {
                    break;
                }
                if (indirect && random.nextBoolean()) {
                    world.driver.addIndirect(pieces.addresses, pieces.lengths, readable, pieces.count);
                } else {
                    world.driver.add(pieces.addresses, pieces.lengths, readable, pieces.count);
                }
            }
            world.driver.publish();
            world.driver.wantsNotification();
            world.driver.collect(ids, lengths);
        }

        private long data(final int lengthBytes) {
            return world.data(random.nextInt(DATA_BYTES - lengthBytes));
        }

        private void carry() {
            if (transmits) {
                fetch();
            } else {
                write();
            }
            world.device().wantsNotification();
        }

        private void fetch() {
            final DeviceQueue device = world.device();
            readPlain(device);
            final int n = device.fetch(1 + random.nextInt(40));
            for (int i = 0; i < n; i++) {
                final int bytes = device.readableBytes(i);
                if (bytes > 0) {
                    assertThat(bytes).isBetween(13, PACKET_ROOM);
                    final long behind = scratch.address() + bytes;
                    Memory.putLong(behind, OWN);
                    device.copyOut(i, 0, scratch.address(), bytes);
                    assertThat(Memory.getLong(behind)).isEqualTo(OWN);
                    carriedCount++;
                } else {
                    assertThat(RingFault.of(bytes).breaksRing()).isFalse();
                }
            }
            device.complete(random.nextInt(n + 1));
        }

        private void readPlain(final DeviceQueue device) {
            final int waiting = device.waiting(1 + random.nextInt(PLAIN_BURST));
            assertThat(waiting).isLessThanOrEqualTo(PLAIN_BURST);
            for (int i = 0; i < waiting; i++) {
                plainFrames[i] = scratch.address() + (long) i * PLAIN_ROOM;
            }
            final long behind = scratch.address() + (long) waiting * PLAIN_ROOM;
            Memory.putLong(behind, OWN);
            final int n = device.readPlain(plainFrames, plainLengths, waiting, 13, PLAIN_ROOM);
            for (int i = 0; i < n; i++) {
                assertThat(plainLengths[i]).isBetween(13, PLAIN_ROOM);
            }
            assertThat(Memory.getLong(behind)).isEqualTo(OWN);
            carriedCount += n;
            device.completePlain();
        }

        private void writePlain(final DeviceQueue device) {
            for (int i = 0; i < PLAIN_BURST; i++) {
                plainFrames[i] = scratch.address() + 12;
                plainLengths[i] = random.nextInt(1_500);
            }
            carriedCount += device.writePlain(plainFrames, plainLengths, 0, random.nextInt(PLAIN_BURST + 1));
        }

        private void write() {
            final DeviceQueue device = world.device();
            writePlain(device);
            for (int i = random.nextInt(10); i >= 0; i--) {
                final int taken =
                        device.write(scratch.address(), 12, scratch.address() + 12, 1 + random.nextInt(1_500));
                assertThat(taken).isLessThanOrEqualTo(DeviceQueue.MAX_FRAGMENTS);
                if (taken < 0) {
                    assertThat(RingFault.of(taken)).isNotNull();
                }
                carriedCount += taken > 0 ? 1 : 0;
            }
            device.flush();
        }

        private void rare() {
            switch (random.nextInt(4)) {
                case 0 -> world.device().suppressNotifications();
                case 1 -> world.device().enableNotifications();
                case 2 -> world.reopen();
                default -> world.driver.enableNotifications();
            }
        }

        private void requireSane() {
            final DeviceQueue device = world.device();
            final int mask = world.isPacked() ? 0x7fff : 0;
            assertThat(device.availPosition() & mask).isLessThan(sizeEntries);
            assertThat(device.usedPosition() & mask).isLessThan(sizeEntries);
            assertThat(device.isBroken()).isEqualTo(device.brokenBy() != null);
            broken |= device.isBroken();
            if (device.isBroken()) {
                assertThat(world.faults.count(device.brokenBy())).isPositive();
            }
        }

        /** A few bytes anywhere in the ring, or one field with a value that might pass. */
        void damage(final RandomGenerator dice) {
            if (dice.nextInt(3) == 0) {
                final long at = world.host(RingWorld.GUEST + dice.nextInt((int) world.ringBytes));
                Memory.putByte(at, (byte) (Memory.getByte(at) ^ 1 << dice.nextInt(8)));
                return;
            }
            if (dice.nextInt(6) == 0) { // an index, a head, an event
                final long field =
                        world.driver.driverAddress() + 2L * dice.nextInt(world.isPacked() ? 2 : sizeEntries + 3);
                Memory.putShort(field, (short) (dice.nextBoolean() ? dice.nextInt(2 * sizeEntries) : dice.nextInt()));
                return;
            }
            final long table = dice.nextInt(4) > 0 ? 0 : 16L * dice.nextInt((int) world.ringBytes / 16);
            final int entries = (int) Math.min(sizeEntries, (world.ringBytes - table) / 16);
            final long at = world.host(RingWorld.GUEST + table) + 16L * dice.nextInt(entries);
            switch (dice.nextInt(5)) {
                case 0 -> Memory.putLong(at, address(dice));
                case 1 -> Memory.putInt(at + 8, LENGTHS[dice.nextInt(LENGTHS.length)]);
                case 2 -> Memory.putShort(at + 12, (short) dice.nextInt(8));
                case 3 -> Memory.putShort(at + 14, (short) dice.nextInt(sizeEntries + 1));
                default -> Memory.putShort(at + 14, (short) (dice.nextInt(8) | (dice.nextBoolean() ? 0x80 : 0x8000)));
            }
        }

        private long address(final RandomGenerator dice) {
            return switch (dice.nextInt(5)) {
                case 0 -> dice.nextLong();
                case 1 -> world.data(DATA_BYTES - dice.nextInt(64));
                case 2 -> world.data(DATA_BYTES / 2 - dice.nextInt(64));
                case 3 -> RingWorld.GUEST + dice.nextInt((int) world.ringBytes);
                default -> world.data(dice.nextInt(DATA_BYTES));
            };
        }

        private String replay() {
            return "replay with -Dvireo.fuzz.seed=" + seed;
        }
    }

    private static final int[] LENGTHS = {
        0, 1, 11, 12, 13, 16, 32, 60, 64, 4096, 65_536, 1 << 17, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -16
    };
}
