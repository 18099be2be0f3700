// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.vireo.linux.memory.Memory;
import net.vireo.port.OracleLink.Heard;
import net.vireo.port.offload.Bytes;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.PartialChecksum;
import net.vireo.port.offload.Refusal;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random long packets under true and false virtio headers, given to the kernel and to us: what we take, the kernel takes
 * too, and both cut it into the same frames; what the kernel refuses, we refuse.
 */
@Tag("system")
@Timeout(900)
class SegmentOracleSystemTest {
    private static final int CASES = Integer.getInteger("vireo.cases", 1_500);
    private static final int ATTEMPTS = 8;

    /** Refusals of what the kernel takes and then loses, or cuts in ways that we leave to others (UFO). */
    private static final Set<Refusal> STRICTER = EnumSet.of(
            Refusal.TYPE_MISMATCH,
            Refusal.CHECKSUM_START,
            Refusal.TOO_MANY_SEGMENTS,
            Refusal.UNKNOWN_TYPE,
            Refusal.CHECKSUM_OUTSIDE,
            Refusal.CHECKSUM_FAR);

    private final PacketPool pool = PacketPool.create(new Sizes(2048, 16), false);
    private final PoolCache cache = pool.newCache(10);
    private final VirtioHeader virtio = new VirtioHeader(pool, false);
    private final Segmenter segmenter = new Segmenter(pool);
    private final Map<Refusal, Integer> refusals = new EnumMap<>(Refusal.class);
    private OracleLink kernel;
    private int cutCount;

    @BeforeEach
    void makeLink(@TempDir final Path directory) throws IOException {
        kernel = new OracleLink(directory, false);
    }

    @AfterEach
    void close() {
        kernel.close();
        pool.close();
    }

    @Test
    void shouldTakeAndCutAsTheKernelDoes() {
        final long firstSeed = Long.getLong("vireo.seed", System.nanoTime());
        for (long seed = firstSeed; seed < firstSeed + CASES; seed++) {
            final RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            final byte[] frame = frame(random);
            compare(header(random, frame), frame, seed);
        }
        assertThat(cutCount).as("else nothing was compared").isGreaterThan(CASES / 4);
        assertThat(refusals.keySet())
                .contains(
                        Refusal.SIZE_ZERO,
                        Refusal.SIZE_RESERVED,
                        Refusal.TYPE_MISMATCH,
                        Refusal.CHECKSUM_OFFSET,
                        Refusal.CHECKSUM_START,
                        Refusal.UDP_COMPLETE,
                        Refusal.UNKNOWN_TYPE);
    }

    private void compare(final byte[] header, final byte[] frame, final long seed) {
        final boolean taken = kernel.send(header, frame);
        final long packet = Bytes.packet(cache, frame);
        Memory.copyIn(header, 0, pool.dataAddress(packet) - 10, 10);
        final long word = virtio.accept(pool.dataAddress(packet) - 10, packet);
        final String what = "header " + HexFormat.of().formatHex(header) + ", replay with -Dvireo.seed=" + seed;
        if (word < 0) {
            final Refusal refusal = Refusal.of(word);
            refusals.merge(refusal, 1, Integer::sum);
            assertThat(taken && !STRICTER.contains(refusal))
                    .as("the kernel takes what we refuse as %s: %s", refusal, what)
                    .isFalse();
            cache.free(packet);
            kernel.hear(0);
            return;
        }
        final List<String> expected = cut(Offload.attach(pool, packet, word));
        List<String> actual = taken ? heard(expected.size()) : List.of();
        // A machine short of memory loses frames now and then.
        for (int attempt = 1; attempt < ATTEMPTS && !actual.equals(expected); attempt++) {
            actual = kernel.send(header, frame) ? heard(expected.size()) : List.of();
        }
        if (header[1] != 0 && expected.size() == 1 && actual.isEmpty()) {
            return; // the kernel counts TCP's options as payload when it asks whether there is something to cut
        }
        assertThat(actual)
                .as("the kernel (%s) takes what we take: %s", kernel.lastResult(), what)
                .isEqualTo(expected);
    }

    private List<String> heard(final int count) {
        return kernel.hear(count).stream().map(Heard::frame).toList();
    }

    private List<String> cut(final long packet) {
        final List<String> frames = new ArrayList<>();
        if (Offload.type(Offload.of(pool, packet)) == 0) {
            final long complete = PartialChecksum.complete(pool, packet);
            frames.add(HexFormat.of().formatHex(Bytes.of(pool, complete)));
            cache.free(complete);
            return frames;
        }
        cutCount++;
        assertThat(segmenter.start(packet)).isGreaterThan(1);
        while (segmenter.hasNext()) {
            final long segment = segmenter.next(cache);
            frames.add(HexFormat.of().formatHex(Bytes.of(pool, segment)));
            cache.free(segment);
        }
        cache.free(packet);
        return frames;
    }

    private static byte[] frame(final RandomGenerator random) {
        final byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(1400) : random.nextInt(9_000)];
        random.nextBytes(payload);
        final boolean tcp = random.nextInt(3) > 0;
        final byte[] options = random.nextBoolean() ? new byte[0] : Bytes.hex("0101080a 11223344 55667788");
        final int flags = Bytes.ACK | random.nextInt(256) & 0xd9;
        final byte[] transport = tcp ? Bytes.tcp(random.nextInt(), flags, options, payload) : Bytes.udp(payload);
        final int protocol = tcp ? Bytes.TCP : Bytes.UDP;
        final int id = random.nextInt(0x10000);
        return Bytes.frame(
                random.nextInt(3) == 0
                        ? Bytes.ipv6(protocol, transport)
                        : Bytes.ipv4(id, random.nextBoolean() ? 0x4000 : 0, 64, protocol, transport),
                true);
    }

    /** A true header, in one of three cases with a lie in it. */
    private static byte[] header(final RandomGenerator random, final byte[] frame) {
        final boolean ipv6 = frame[12] == (byte) 0x86;
        final boolean tcp = frame[ipv6 ? 20 : 23] == Bytes.TCP;
        int flags = 1;
        int type = tcp ? ipv6 ? 4 : 1 : 5;
        if (tcp && (frame[ipv6 ? 67 : 47] & 0x80) != 0) {
            type |= 0x80;
        }
        // Not so small that the segments overflow the far socket's buffer.
        int sizeBytes = Math.max(1 + random.nextInt(1400), frame.length / 120);
        int start = ipv6 ? 54 : 34;
        int offset = tcp ? 16 : 6;
        if (frame.length <= 1514 && random.nextInt(3) == 0) {
            type = 0;
        }
        switch (random.nextInt(30)) {
            case 0 -> flags = 0;
            case 1 -> flags = 2;
            case 2 -> type = new int[] {2, 3, 6, 0x20, 0x80, 0x83, 0x85}[random.nextInt(7)];
            case 3 -> type = type == 1 ? 4 : 1;
            case 4 -> sizeBytes = 0;
            case 5 -> sizeBytes = 0xffff;
            case 6 -> sizeBytes = 1 + frame.length / 140 + random.nextInt(20); // UDP's limit is 128

            case 7 -> start += random.nextInt(9) - 4;
            case 8 -> start = random.nextInt(0x10000);
            case 9 -> offset = random.nextInt(30);
            case 10 -> offset = random.nextInt(0x10000);
            default -> {}
        }
        return ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) flags)
                .put((byte) type)
                .putShort((short) 0)
                .putShort((short) sizeBytes)
                .putShort((short) start)
                .putShort((short) offset)
                .array();
    }
}
