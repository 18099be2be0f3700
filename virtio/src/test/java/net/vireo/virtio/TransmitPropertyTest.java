// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a guest sends arrives, byte for byte and in order, whatever the chains, and nobody sleeps through news. */
class TransmitPropertyTest {
    private static final int CHAINS_PER_CASE = 3_000;
    private static final int AREA_BYTES = 3_000;
    private static final int PLAIN_LEAST = 26;
    private static final int PLAIN_ROOM = 2_100;

    private final Scratch scratch = new Scratch();
    private int plainCount;

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void shouldDeliverEveryChainWhateverItsShape() {
        final long firstSeed = Long.getLong("vireo.seed", System.nanoTime());
        System.out.println("-Dvireo.seed=" + firstSeed);
        for (long seed = firstSeed; seed < firstSeed + 24; seed++) {
            new Case(seed, CHAINS_PER_CASE).run();
        }
        assertThat(plainCount).isPositive();
    }

    @Test
    void shouldGoOnPast65536Chains() {
        final long seed = Long.getLong("vireo.seed", System.nanoTime());
        System.out.println("-Dvireo.seed=" + seed);
        new Case(seed, 8, 0, 140_000).run();
        new Case(seed, 7, Features.RING_PACKED, 70_000).run();
        new Case(seed, 16, Features.EVENT_IDX | Features.IN_ORDER, 140_000).run();
    }

    private static final class Sent {
        final int area;
        final int id;
        final byte[] bytes;
        /** Whether it is one buffer in one region. */
        final boolean plain;

        Sent(final int area, final int id, final byte[] bytes, final boolean plain) {
            this.area = area;
            this.id = id;
            this.bytes = bytes;
            this.plain = plain;
        }
    }

    /** One ring with one set of features. */
    private final class Case {
        private final long seed;
        private final RandomGenerator random;
        private final RingWorld world;
        private final int chainCount;
        private final boolean indirect;
        private final int sizeEntries;
        private final Deque<Integer> freeAreas = new ArrayDeque<>();
        private final Deque<Sent> onTheWay = new ArrayDeque<>();
        private final Map<Integer, Sent> out = new HashMap<>();
        private final Deque<Integer> completed = new ArrayDeque<>();
        private final int[] ids = new int[9];
        private final int[] lengths = new int[9];
        private final long[] destinations = new long[DeviceQueue.MAX_BURST];
        private final int[] plainLengths = new int[DeviceQueue.MAX_BURST];
        private int sentCount;
        private boolean driverSleeps;
        private boolean deviceSleeps;

        Case(final long seed, final int chainCount) {
            this(seed, -1, -1, chainCount);
        }

        Case(final long seed, final int size, final long wanted, final int chainCount) {
            this.seed = seed;
            this.chainCount = chainCount;
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            final long features = wanted >= 0 ? wanted : RandomRing.features(random);
            sizeEntries = size > 0 ? size : RandomRing.size(random, features);
            indirect = Features.has(features, Features.INDIRECT_DESC);
            world = new RingWorld(sizeEntries, features | Features.VERSION_1, sizeEntries * AREA_BYTES);
            for (int i = 0; i < sizeEntries; i++) {
                freeAreas.add(i);
            }
        }

        void run() {
            try (world) {
                while (sentCount < chainCount || !out.isEmpty()) {
                    step();
                }
                assertThat(world.faults.total()).as(replay()).isZero();
                assertThat(world.driver.freeCount()).as(replay()).isEqualTo(sizeEntries);
                assertThat(world.driver.isBroken()).as(replay()).isFalse();
                world.requireGuards();
            }
        }

        private void step() {
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4, 5 -> send();
                case 6, 7, 8, 9, 10 -> receive();
                case 11, 12, 13 -> collect();
                case 14 -> maybeSleep();
                default -> reopen();
            }
        }

        private void send() {
            for (int i = random.nextInt(8); i >= 0 && sentCount < chainCount && addOne(); i--) {
                sentCount++;
            }
            world.driver.publish();
            final boolean wants = world.driver.wantsNotification();
            assertThat(wants || !deviceSleeps || !hasNews()).as(replay()).isTrue();
            deviceSleeps &= !wants;
        }

        private boolean hasNews() {
            return !onTheWay.isEmpty();
        }

        private boolean addOne() {
            if (freeAreas.isEmpty()) {
                return false;
            }
            final int area = freeAreas.peek();
            final byte[] bytes = new byte[13 + random.nextInt(random.nextInt(4) == 0 ? 2_900 : 100)];
            random.nextBytes(bytes);
            final long at = world.data(area * AREA_BYTES) + random.nextInt(30);
            world.put(at, bytes);
            final int id;
            final boolean single = random.nextBoolean();
            if (single) {
                id = world.driver.add(at, bytes.length, false);
            } else {
                final Pieces pieces = Pieces.of(random, at, bytes.length, Math.min(sizeEntries, 12));
                id = indirect && random.nextBoolean()
                        ? world.driver.addIndirect(pieces.addresses, pieces.lengths, pieces.count, pieces.count)
                        : world.driver.add(pieces.addresses, pieces.lengths, pieces.count, pieces.count);
            }
            if (id == DriverQueue.NO_ROOM) {
                return false;
            }
            freeAreas.remove();
            final Sent sent = new Sent(area, id, bytes, single && isPlain(at, bytes.length));
            onTheWay.add(sent);
            assertThat(out.put(id, sent)).as(replay()).isNull();
            return true;
        }

        private boolean isPlain(final long at, final int lengthBytes) {
            return lengthBytes >= PLAIN_LEAST
                    && lengthBytes < PLAIN_ROOM
                    && world.regions.guest(at, lengthBytes) != MemoryRegions.BAD;
        }

        private void receive() {
            if (random.nextBoolean()) {
                receivePlain();
            }
            receiveAny();
        }

        /** Takes single buffers in one region that are not too long, up to the first that is something else. */
        private void receivePlain() {
            final DeviceQueue device = world.device();
            final int waiting = device.waiting(1 + random.nextInt(DeviceQueue.MAX_BURST));
            assertThat(waiting).as(replay()).isGreaterThanOrEqualTo(onTheWay.isEmpty() ? 0 : 1);
            for (int i = 0; i < waiting; i++) {
                destinations[i] = scratch.address() + (long) i * PLAIN_ROOM;
            }
            final int n = device.readPlain(destinations, plainLengths, waiting, PLAIN_LEAST, PLAIN_ROOM - 1);
            for (int i = 0; i < n; i++) {
                final Sent sent = onTheWay.remove();
                assertThat(scratch.bytes(i * PLAIN_ROOM, plainLengths[i]))
                        .as(replay())
                        .isEqualTo(sent.bytes);
                completed.add(sent.id);
            }
            plainCount += n;
            assertThat(n == waiting || onTheWay.isEmpty() || !onTheWay.element().plain)
                    .as(replay())
                    .isTrue();
            device.completePlain();
            tell(device, n);
        }

        private void receiveAny() {
            final DeviceQueue device = world.device();
            final int n = device.fetch(1 + random.nextInt(DeviceQueue.MAX_BURST + 5));
            assertThat(n).as(replay()).isBetween(onTheWay.isEmpty() ? 0 : 1, onTheWay.size());
            final int taken = random.nextInt(n + 1);
            for (int i = 0; i < taken; i++) {
                final Sent sent = onTheWay.remove();
                assertThat(scratch.chain(device, i, 1 + random.nextInt(3_000)))
                        .as(replay())
                        .isEqualTo(sent.bytes);
                completed.add(sent.id);
            }
            device.complete(taken);
            tell(device, taken);
        }

        private void tell(final DeviceQueue device, final int taken) {
            final boolean wants = device.wantsNotification();
            assertThat(wants || !driverSleeps || taken == 0).as(replay()).isTrue();
            driverSleeps &= !wants;
        }

        private void collect() {
            final int n = world.driver.collect(ids, lengths);
            assertThat(n).as(replay()).isEqualTo(Math.min(completed.size(), ids.length));
            for (int i = 0; i < n; i++) {
                assertThat(ids[i]).as(replay()).isEqualTo(completed.remove());
                assertThat(lengths[i]).as(replay()).isZero();
                freeAreas.add(out.remove(ids[i]).area);
            }
        }

        private void maybeSleep() {
            if (random.nextBoolean()) {
                world.driver.suppressNotifications();
                driverSleeps = false;
            } else {
                final boolean news = world.driver.enableNotifications();
                assertThat(news).as(replay()).isEqualTo(!completed.isEmpty());
                driverSleeps = !news;
            }
            if (random.nextBoolean()) {
                world.device().suppressNotifications();
                deviceSleeps = false;
            } else {
                final boolean news = world.device().enableNotifications();
                assertThat(news).as(replay()).isEqualTo(!onTheWay.isEmpty());
                deviceSleeps = !news;
            }
        }

        private void reopen() {
            if (random.nextInt(20) == 0) {
                world.reopen();
                deviceSleeps = false;
            }
        }

        private String replay() {
            return "replay with -Dvireo.seed=" + seed;
        }
    }
}
