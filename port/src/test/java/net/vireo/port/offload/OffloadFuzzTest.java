// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.testkit.FuzzBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Headers and packets that lie. Everything is done twice, with different garbage around the packet: who reads beyond it
 * gives two answers, who writes beyond it changes the garbage.
 */
class OffloadFuzzTest {
    private static final int QUICK_CASES = 30_000;

    private final PacketPool pool = PacketPool.create(new Sizes(64, 8), false);
    private final PoolCache cache = pool.newCache(10);
    private final VirtioHeader virtio = new VirtioHeader(pool, true);
    private final Segmenter segmenter = new Segmenter(pool);
    private final Merger merger = new Merger(pool);
    private int acceptedCount;
    private int cutCount;

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldSurviveLiesForASecond() {
        final long firstSeed = Long.getLong("vireo.fuzz.seed", 20261126);
        for (long seed = firstSeed; seed < firstSeed + QUICK_CASES; seed++) {
            tryCase(seed);
        }
        assertThat(acceptedCount).as("else only refusals were tested").isGreaterThan(QUICK_CASES / 20);
        assertThat(cutCount).isGreaterThan(QUICK_CASES / 50);
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveLies() {
        final FuzzBudget budget = FuzzBudget.ofCommandLine(OffloadFuzzTest.class);
        long seed = Long.getLong("vireo.fuzz.seed", System.nanoTime());
        while (budget.more()) {
            tryCase(seed++);
        }
    }

    private void tryCase(final long seed) {
        final String first = outcome(seed, (byte) 0xa5);
        final String second = outcome(seed, (byte) 0x45);
        assertThat(first).as("replay with -Dvireo.fuzz.seed=%d", seed).isEqualTo(second);
        assertThat(pool.balance().outCount()).as("-Dvireo.fuzz.seed=%d", seed).isZero();
    }

    private String outcome(final long seed, final byte garbage) {
        final RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        final byte[] frame = frame(random);
        final byte[] header = header(random);
        final long packet = packet(frame, garbage);
        Memory.copyIn(header, 0, pool.dataAddress(packet) - 10, 10);
        final List<String> outcome = new ArrayList<>();
        final long word = random.nextBoolean()
                ? virtio.accept(pool.dataAddress(packet) - 10, packet)
                : random.nextLong() & (1L << 53) - 1; // what no header could make
        outcome.add("word " + word);
        if (word > 0) {
            acceptedCount++;
            cut(Offload.attach(pool, packet, word), random, outcome);
            mergeWithItself(Offload.attach(pool, packet, word), outcome);
            final long complete = PartialChecksum.complete(pool, Offload.attach(pool, packet, word));
            outcome.add("complete " + (complete == PoolCache.NONE));
        }
        outcome.add(HexFormat.of().formatHex(Bytes.of(pool, packet)));
        requireGarbage(packet, garbage);
        cache.free(packet);
        return outcome.toString();
    }

    private void cut(final long packet, final RandomGenerator random, final List<String> outcome) {
        final int started = random.nextBoolean()
                ? segmenter.start(packet)
                : segmenter.startTunnel(packet, random.nextInt(120) - 10, random.nextInt());
        outcome.add("segments " + started);
        if (started <= 0) {
            assertThat(segmenter.hasNext()).isFalse();
            return;
        }
        cutCount++;
        int made = 0;
        while (segmenter.hasNext()) {
            final long segment = segmenter.next(cache);
            assertThat(pool.contains(segment)).isTrue();
            outcome.add(HexFormat.of().formatHex(Bytes.of(pool, segment)));
            cache.free(segment);
            made++;
        }
        assertThat(made).isEqualTo(started);
    }

    private void mergeWithItself(final long packet, final List<String> outcome) {
        final long[] burst = {cache.copy(packet), cache.copy(PacketRef.withOffload(packet, false)), cache.copy(packet)};
        final int count = merger.merge(cache, burst, 3, Offloads.ALL);
        for (int i = 0; i < count; i++) {
            outcome.add(HexFormat.of().formatHex(Bytes.of(pool, burst[i])));
        }
        cache.free(burst, 0, count);
    }

    private long packet(final byte[] bytes, final byte garbage) {
        final long empty = cache.takeLarge();
        Memory.fill(pool.address(PacketRef.id(empty)), 8192, garbage);
        final long packet = PacketRef.resized(empty, PacketRef.offset(empty), bytes.length);
        Memory.copyIn(bytes, 0, pool.dataAddress(packet), bytes.length);
        return packet;
    }

    private void requireGarbage(final long packet, final byte garbage) {
        final byte[] behind = new byte[64];
        Memory.copyOut(pool.dataAddress(packet) + PacketRef.length(packet), behind, 0, behind.length);
        final byte[] expected = new byte[64];
        Arrays.fill(expected, garbage);
        assertThat(behind).isEqualTo(expected);
    }

    private static byte[] frame(final RandomGenerator random) {
        final byte[] payload = Bytes.counting(random.nextInt(3) == 0 ? random.nextInt(20) : random.nextInt(4000));
        final boolean tcp = random.nextBoolean();
        final byte[] transport =
                tcp ? Bytes.tcp(random.nextInt(), 0x18, new byte[random.nextInt(11) * 4], payload) : Bytes.udp(payload);
        final int protocol = tcp ? Bytes.TCP : Bytes.UDP;
        byte[] frame = Bytes.frame(
                random.nextBoolean() ? Bytes.ipv6(protocol, transport) : Bytes.ipv4(7, 0, 64, protocol, transport),
                random.nextBoolean());
        if (random.nextInt(6) == 0) {
            frame = Bytes.concat(
                    Arrays.copyOf(frame, 12), Bytes.hex("81000064"), Arrays.copyOfRange(frame, 12, frame.length));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            frame[random.nextInt(Math.min(frame.length, 80))] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(frame, 1 + random.nextInt(frame.length)) : frame;
    }

    private static byte[] header(final RandomGenerator random) {
        final byte[] header = new byte[10];
        header[0] = (byte) random.nextInt(4);
        header[1] = new byte[] {0, 1, 4, 5, (byte) 0x81, (byte) 0x84, 3, 2}[random.nextInt(8)];
        Bytes.put16(header, 4, Integer.reverseBytes(1 + random.nextInt(random.nextBoolean() ? 60 : 1500)) >>> 16);
        header[6] = new byte[] {34, 54, 38, 58, (byte) random.nextInt()}[random.nextInt(5)];
        header[8] = new byte[] {6, 16, (byte) random.nextInt()}[random.nextInt(3)];
        if (random.nextInt(8) == 0) {
            header[random.nextInt(10)] = (byte) random.nextInt();
        }
        return header;
    }
}
