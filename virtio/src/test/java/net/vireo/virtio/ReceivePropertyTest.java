// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is written for a guest arrives byte for byte, in one buffer or several, and not a byte more. */
class ReceivePropertyTest {
    private static final int PACKETS_PER_CASE = 2_000;
    private static final int AREA_BYTES = 2_100;
    private static final int HEADER_BYTES = 12;

    private final Scratch scratch = new Scratch();
    private long mergedCount;
    private long tooSmallCount;
    private long plainCount;

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void shouldDeliverEveryPacketWhateverTheBuffers() {
        final long firstSeed = Long.getLong("vireo.seed", System.nanoTime());
        System.out.println("-Dvireo.seed=" + firstSeed);
        for (long seed = firstSeed; seed < firstSeed + 24; seed++) {
            new Case(seed, PACKETS_PER_CASE).run();
        }
        assertThat(mergedCount).as("else merging was not tested").isGreaterThan(100);
        assertThat(tooSmallCount).isGreaterThan(100);
        assertThat(plainCount).isGreaterThan(100);
    }

    @Test
    void shouldGoOnPast65536Buffers() {
        final long seed = Long.getLong("vireo.seed", System.nanoTime());
        System.out.println("-Dvireo.seed=" + seed);
        new Case(seed, 8, 0, 70_000).run();
        new Case(seed, 7, Features.RING_PACKED, 40_000).run();
        new Case(seed, 32, Features.EVENT_IDX | Features.MRG_RXBUF, 70_000).run();
    }

    private static final class Buffer {
        final int area;
        final long at;
        final int lengthBytes;

        Buffer(final int area, final long at, final int lengthBytes) {
            this.area = area;
            this.at = at;
            this.lengthBytes = lengthBytes;
        }
    }

    /** One ring with one set of features. */
    private final class Case {
        private final long seed;
        private final RandomGenerator random;
        private final RingWorld world;
        private final int packetCount;
        private final boolean mergeable;
        private final boolean indirect;
        private final int sizeEntries;
        private final Deque<Integer> freeAreas = new ArrayDeque<>();
        private final Map<Integer, Buffer> out = new HashMap<>();
        private final Deque<Integer> outOrder = new ArrayDeque<>();
        /** Header and packet, with what write said. */
        private final Deque<byte[]> written = new ArrayDeque<>();

        private final int[] id = new int[1];
        private final int[] length = new int[1];
        /** The packet, and behind it one of no length, which ends the burst. */
        private final long[] frames = new long[3];

        private final int[] lengths = new int[3];
        private long roomBytes;
        private int sentCount;
        private int shownBuffers;
        private int hiddenBuffers;
        private boolean driverSleeps;
        private byte[] packet = new byte[0];
        private int gathered;
        private int gatheredBuffers;

        Case(final long seed, final int packetCount) {
            this(seed, -1, -1, packetCount);
        }

        Case(final long seed, final int size, final long wanted, final int packetCount) {
            this.seed = seed;
            this.packetCount = packetCount;
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            final long features = wanted >= 0 ? wanted : RandomRing.features(random);
            sizeEntries = size > 0 ? size : RandomRing.size(random, features);
            mergeable = Features.has(features, Features.MRG_RXBUF);
            indirect = Features.has(features, Features.INDIRECT_DESC);
            world = new RingWorld(sizeEntries, features | Features.VERSION_1, sizeEntries * AREA_BYTES);
            for (int i = 0; i < sizeEntries; i++) {
                freeAreas.add(i);
            }
        }

        void run() {
            try (world) {
                while (sentCount < packetCount || !written.isEmpty()) {
                    step();
                }
                assertThat(world.faults.total()).as(replay()).isEqualTo(world.faults.count(RingFault.BUFFER_TOO_SMALL));
                assertThat(world.driver.faults().total()).as(replay()).isZero();
                tooSmallCount += world.faults.total();
                world.requireGuards();
            }
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> give();
                case 3, 4 -> write();
                case 5, 6 -> collect();
                default -> sleepOrReopen();
            }
        }

        private void give() {
            for (int i = random.nextInt(8); i >= 0 && addOne(); i--) {}
            world.driver.publish();
        }

        private boolean addOne() {
            if (freeAreas.isEmpty()) {
                return false;
            }
            final int area = freeAreas.peek();
            final long at = world.data(area * AREA_BYTES) + random.nextInt(30);
            final int lengthBytes = mergeable ? 12 + random.nextInt(300) : 700 + random.nextInt(1_000);
            world.fill(world.data(area * AREA_BYTES), AREA_BYTES, RingWorld.GARBAGE);
            final int id;
            if (random.nextBoolean()) {
                id = world.driver.add(at, lengthBytes, true);
            } else {
                final Pieces pieces = Pieces.of(random, at, lengthBytes, Math.min(sizeEntries, 12));
                id = indirect && random.nextBoolean()
                        ? world.driver.addIndirect(pieces.addresses, pieces.lengths, 0, pieces.count)
                        : world.driver.add(pieces.addresses, pieces.lengths, 0, pieces.count);
            }
            if (id == DriverQueue.NO_ROOM) {
                return false;
            }
            freeAreas.remove();
            out.put(id, new Buffer(area, at, lengthBytes));
            outOrder.add(id);
            roomBytes += lengthBytes;
            return true;
        }

        private void write() {
            for (int i = random.nextInt(12); i >= 0 && sentCount < packetCount; i--) {
                writeOne();
            }
            world.device().flush();
            final boolean news = hiddenBuffers > 0;
            shownBuffers += hiddenBuffers;
            hiddenBuffers = 0;
            final boolean wants = world.device().wantsNotification();
            assertThat(wants || !driverSleeps || !news).as(replay()).isTrue();
            driverSleeps &= !wants;
        }

        private void writeOne() {
            final byte[] bytes = new byte[HEADER_BYTES + 1 + random.nextInt(1_500)];
            random.nextBytes(bytes);
            final boolean plain = random.nextBoolean();
            if (plain) {
                Arrays.fill(bytes, 0, HEADER_BYTES, (byte) 0);
            }
            final int gap = plain || random.nextBoolean() ? 0 : 1 + random.nextInt(50);
            final long header = scratch.put(100, Arrays.copyOf(bytes, HEADER_BYTES));
            final long data =
                    scratch.put(100 + HEADER_BYTES + gap, Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length));
            final int taken = plain && isWrittenPlain(data, bytes.length - HEADER_BYTES)
                    ? 1
                    : world.device().write(header, HEADER_BYTES, data, bytes.length - HEADER_BYTES);
            sentCount++;
            if (taken == DeviceQueue.NO_ROOM) {
                assertThat(mergeable ? roomBytes < bytes.length : outOrder.isEmpty())
                        .as(replay())
                        .isTrue();
            } else if (taken < 0) {
                assertThat(RingFault.of(taken)).as(replay()).isEqualTo(RingFault.BUFFER_TOO_SMALL);
                if (!mergeable) { // else a whole ring of them was too small
                    assertThat(out.get(outOrder.peek()).lengthBytes)
                            .as(replay())
                            .isLessThan(bytes.length);
                }
            } else {
                bytes[10] = (byte) taken;
                bytes[11] = 0;
                written.add(bytes);
                mergedCount += taken > 1 ? 1 : 0;
                hiddenBuffers += taken;
                for (int i = 0; i < taken; i++) {
                    roomBytes -= out.get(outOrder.remove()).lengthBytes;
                }
            }
        }

        /** A packet whose header says nothing; what stands where its header would be does not matter. */
        private boolean isWrittenPlain(final long data, final int lengthBytes) {
            frames[1] = data;
            lengths[1] = lengthBytes;
            final int n = world.device().writePlain(frames, lengths, 1, 1 + random.nextInt(2));
            plainCount += n;
            return n == 1;
        }

        private void collect() {
            for (int i = random.nextInt(10); i >= 0 && collectOne(); i--) {}
        }

        private boolean collectOne() {
            final int n = world.driver.collect(id, length);
            assertThat(n).as(replay()).isEqualTo(shownBuffers > 0 ? 1 : 0);
            if (n == 0) {
                return false;
            }
            shownBuffers--;
            final Buffer buffer = out.remove(id[0]);
            final byte[] got = world.bytes(buffer.at, length[0]);
            packet = Arrays.copyOf(packet, packet.length + got.length);
            System.arraycopy(got, 0, packet, gathered, got.length);
            gathered += got.length;
            gatheredBuffers++;
            requireGarbageBehind(buffer, length[0]);
            freeAreas.add(buffer.area);
            final byte[] expected = written.element();
            if (gatheredBuffers == expected[10]) {
                assertThat(packet).as(replay()).isEqualTo(expected);
                written.remove();
                packet = new byte[0];
                gathered = 0;
                gatheredBuffers = 0;
            } else {
                assertThat(length[0]).as("filled: " + replay()).isEqualTo(buffer.lengthBytes);
            }
            return true;
        }

        private void requireGarbageBehind(final Buffer buffer, final int lengthBytes) {
            final long end = world.data(buffer.area * AREA_BYTES) + AREA_BYTES;
            final byte[] behind = world.bytes(buffer.at + lengthBytes, (int) (end - buffer.at) - lengthBytes);
            final byte[] garbage = new byte[behind.length];
            Arrays.fill(garbage, RingWorld.GARBAGE);
            assertThat(behind).as(replay()).isEqualTo(garbage);
        }

        private void sleepOrReopen() {
            if (random.nextBoolean()) {
                final boolean news = world.driver.enableNotifications();
                assertThat(news).as(replay()).isEqualTo(shownBuffers > 0);
                driverSleeps = !news;
            } else if (random.nextInt(20) == 0) {
                world.reopen();
            } else {
                world.driver.suppressNotifications();
                driverSleeps = false;
            }
        }

        private String replay() {
            return "replay with -Dvireo.seed=" + seed;
        }
    }
}
