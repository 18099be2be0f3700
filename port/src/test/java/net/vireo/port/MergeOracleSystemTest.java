// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.vireo.port.OracleLink.Heard;
import net.vireo.port.offload.Bytes;
import net.vireo.port.offload.Merger;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.Offloads;
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
 * What the kernel's GRO makes of random TCP streams, and what ours does: the same, byte for byte. Left out are the cases
 * in which we differ on purpose: constant identification, bad checksums, urgent pointers without URG.
 */
@Tag("system")
@Timeout(120)
class MergeOracleSystemTest {
    private static final int STREAMS = 60;

    private final PacketPool pool = PacketPool.create(new Sizes(512, 64), false);
    private final PoolCache cache = pool.newCache(10);
    private final Merger merger = new Merger(pool);
    private OracleLink kernel;

    @BeforeEach
    void makeLink(@TempDir final Path directory) throws IOException {
        kernel = new OracleLink(directory, true);
    }

    @AfterEach
    void close() {
        kernel.close();
        pool.close();
    }

    @Test
    void shouldMergeAsTheKernelDoes() {
        final long firstSeed = Long.getLong("vireo.seed", System.nanoTime());
        int kernelsMerged = 0;
        for (long seed = firstSeed; seed < firstSeed + STREAMS; seed++) {
            final List<byte[]> frames =
                    stream(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            final List<Heard> heard = kernel.sendTogether(frames);
            assertThat(flows(ours(frames)))
                    .as("replay with -Dvireo.seed=%d", seed)
                    .isEqualTo(flows(heard));
            kernelsMerged += (int) heard.stream().filter(h -> h.type() != 0).count();
        }
        assertThat(kernelsMerged).as("else nothing was compared").isGreaterThan(STREAMS);
    }

    private List<Heard> ours(final List<byte[]> frames) {
        final long[] packets =
                frames.stream().mapToLong(f -> Bytes.packet(cache, f)).toArray();
        final int count = merger.merge(cache, packets, packets.length, new Offloads(true, true, false));
        final List<Heard> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final long word = Offload.of(pool, packets[i]);
            final int type = Offload.type(word) == Offload.TCP6 ? 4 : Offload.type(word);
            final String frame = HexFormat.of().formatHex(Bytes.of(pool, packets[i]));
            result.add(new Heard(Offload.needsChecksum(word) ? 1 : 0, type, Offload.sizeBytes(word), frame));
        }
        cache.free(packets, 0, count);
        return result;
    }

    private static Map<String, List<String>> flows(final List<Heard> all) {
        final Map<String, List<String>> flows = new TreeMap<>();
        for (final Heard heard : all) {
            final int ports = heard.frame().startsWith("86dd", 24) ? 108 : 68;
            flows.computeIfAbsent(heard.frame().substring(ports, ports + 8), k -> new ArrayList<>())
                    .add((heard.flags() & 1) + " " + heard.type() + " " + heard.sizeBytes() + " " + heard.frame());
        }
        return flows;
    }

    private static List<byte[]> stream(final RandomGenerator random) {
        final int flowCount = 1 + random.nextInt(6);
        final int[] sequence = random.ints(flowCount).toArray();
        final int[] id = random.ints(flowCount, 0, 0x10000).toArray();
        final int[] mss = random.ints(flowCount, 1, 1400).toArray();
        final List<byte[]> frames = new ArrayList<>();
        final int count = 2 + random.nextInt(55);
        for (int i = 0; i < count; i++) {
            final int flow = random.nextInt(flowCount);
            final int payloadBytes = random.nextInt(8) == 0 ? random.nextInt(mss[flow] + 5) : mss[flow];
            final byte[] payload = new byte[payloadBytes];
            random.nextBytes(payload);
            if (random.nextInt(20) == 0) {
                sequence[flow] += random.nextInt(3) - 1;
            }
            final byte[] options =
                    flow % 2 == 0 ? new byte[0] : Bytes.hex("0101080a 11223344 5566778" + (random.nextInt(15) / 14));
            final byte[] tcp = Bytes.tcp(sequence[flow], flags(random), options, payload);
            Bytes.put16(tcp, 0, 1000 + flow);
            if (random.nextInt(25) == 0) {
                Bytes.put16(tcp, 14, 0x1001); // the window
            }
            sequence[flow] += payloadBytes;
            id[flow] += random.nextInt(20) == 0 ? 1 + random.nextInt(3) : 1;
            final int ttl = random.nextInt(25) == 0 ? 63 : 64;
            final int fragmentBits = random.nextInt(25) == 0 ? 0 : 0x4000;
            final byte[] ip = flow == 5 ? Bytes.ipv6(Bytes.TCP, tcp) : Bytes.ipv4(id[flow], fragmentBits, ttl, 6, tcp);
            frames.add(Bytes.frame(ip, false));
        }
        return frames;
    }

    private static int flags(final RandomGenerator random) {
        return Bytes.ACK
                | (random.nextInt(12) == 0 ? Bytes.PSH : 0)
                | (random.nextInt(25) == 0 ? 1 << random.nextInt(8) : 0);
    }
}
