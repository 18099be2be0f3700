// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cutting what was merged gives every flow's packets back, byte for byte and in order, whatever the stream. */
class MergePropertyTest {
    private static final int STREAMS = 3_000;

    private final PacketPool pool = PacketPool.create(new Sizes(2048, 64), false);
    private final PoolCache cache = pool.newCache(10);
    private final Merger merger = new Merger(pool);
    private final Segmenter segmenter = new Segmenter(pool);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldGiveEveryFlowBackWhenCut() {
        final long firstSeed = Long.getLong("vireo.seed", System.nanoTime());
        long inputs = 0;
        long outputs = 0;
        for (long seed = firstSeed; seed < firstSeed + STREAMS; seed++) {
            final RandomStream stream = new RandomStream(
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            final List<byte[]> frames = stream.frames();
            final long[] packets = new long[frames.size()];
            for (int i = 0; i < packets.length; i++) {
                packets[i] = stream.isPartial(i) ? partial(frames.get(i)) : Bytes.packet(cache, frames.get(i));
            }
            final int count = merger.merge(cache, packets, packets.length, Offloads.ALL);
            assertThat(flows(cut(packets, count)))
                    .as("replay with -Dvireo.seed=%d", seed)
                    .isEqualTo(flows(frames));
            assertThat(pool.balance().outCount()).as("-Dvireo.seed=%d", seed).isZero();
            inputs += packets.length;
            outputs += count;
        }
        // The streams must be such that there is something to merge, and not everything.
        assertThat(outputs).isBetween(inputs / 8, inputs * 3 / 4);
        assertThat(merger.mergedAway()).isEqualTo(inputs - outputs);
    }

    private long partial(final byte[] frame) {
        final byte[] open = frame.clone();
        final boolean ipv6 = frame[12] == (byte) 0x86;
        final int transportAt = ipv6 ? 54 : 34;
        final int protocol = frame[ipv6 ? 20 : 23];
        Bytes.fixTransport(open, 14, transportAt, protocol, true);
        final long packet = Bytes.packet(cache, open);
        final int fieldOffset = protocol == Bytes.TCP ? 16 : 6;
        return Offload.attach(
                pool, packet, Offload.partial(PacketRef.offset(packet) + transportAt, fieldOffset, transportAt - 14));
    }

    private List<byte[]> cut(final long[] packets, final int count) {
        final List<byte[]> wire = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (Offload.type(Offload.of(pool, packets[i])) == 0) {
                final long complete = PartialChecksum.complete(pool, packets[i]);
                wire.add(Bytes.of(pool, complete));
                cache.free(complete);
            } else {
                assertThat(segmenter.start(packets[i])).isGreaterThan(1);
                while (segmenter.hasNext()) {
                    final long segment = segmenter.next(cache);
                    wire.add(Bytes.of(pool, segment));
                    cache.free(segment);
                }
                cache.free(packets[i]);
            }
        }
        return wire;
    }

    /** Frames in order by addresses, protocol and ports. */
    private static Map<String, List<String>> flows(final List<byte[]> frames) {
        final Map<String, List<String>> flows = new TreeMap<>();
        final HexFormat hex = HexFormat.of();
        for (final byte[] frame : frames) {
            final boolean ipv6 = frame[12] == (byte) 0x86;
            final int transportAt = ipv6 ? 54 : 34;
            final String key = frame[ipv6 ? 20 : 23] + " "
                    + hex.formatHex(frame, ipv6 ? 22 : 26, Math.min(frame.length, transportAt + 4));
            flows.computeIfAbsent(key, k -> new ArrayList<>()).add(hex.formatHex(frame));
        }
        return flows;
    }

    /** A burst of a few flows with everything that may disturb merging. */
    private static final class RandomStream {
        private final RandomGenerator random;
        private final List<byte[]> frames = new ArrayList<>();
        private final boolean[] partial = new boolean[256];

        RandomStream(final RandomGenerator random) {
            this.random = random;
        }

        boolean isPartial(final int i) {
            return partial[i];
        }

        List<byte[]> frames() {
            final Flow[] flows = new Flow[1 + random.nextInt(20)];
            Arrays.setAll(flows, Flow::new);
            final int count = 2 + random.nextInt(150);
            for (int i = 0; i < count; i++) {
                final int busy = 1 + random.nextInt(flows.length);
                final byte[] frame = flows[random.nextInt(busy)].next();
                final boolean damaged = oneIn(25);
                if (damaged) {
                    frame[14 + random.nextInt(frame.length - 14)] ^= (byte) (1 << random.nextInt(8));
                }
                partial[i] = !damaged && oneIn(15) && frame[frame.length - 1] != 0x55 && !hasZeroSum(frame);
                frames.add(frame);
            }
            return frames;
        }

        /** No sum, in UDP; in TCP one that comes back as ffff, which means the same, when it is completed, as from Linux. */
        private static boolean hasZeroSum(final byte[] frame) {
            final boolean ipv6 = frame[12] == (byte) 0x86;
            final boolean tcp = frame[ipv6 ? 20 : 23] == Bytes.TCP;
            return Bytes.u16(frame, (ipv6 ? 54 : 34) + (tcp ? 16 : 6)) == 0;
        }

        private boolean oneIn(final int n) {
            return random.nextInt(n) == 0;
        }

        private final class Flow {
            private final int port;
            private final boolean ipv6 = oneIn(4);
            private final boolean udp = oneIn(4);
            private final int idStep = oneIn(4) ? random.nextInt(3) - 1 : 1;
            private final int mss = 1 + random.nextInt(oneIn(3) ? 20 : 400);
            private int id = random.nextInt(0x10000);
            private int sequence = random.nextInt();
            private int ttl = 64;
            private byte[] options = oneIn(2) ? new byte[0] : Bytes.hex("0101080a 11223344 55667788");

            Flow(final int index) {
                port = 1000 + index;
            }

            byte[] next() {
                final int payloadBytes = oneIn(12) ? random.nextInt(mss + 10) : mss;
                final byte[] payload = new byte[payloadBytes];
                random.nextBytes(payload);
                if (oneIn(30)) {
                    ttl = 1 + random.nextInt(255);
                }
                if (oneIn(30) && options.length > 0) {
                    options = options.clone();
                    options[7]++;
                }
                if (oneIn(20)) {
                    sequence += random.nextInt(2 * mss) - mss; // a gap, or a retransmission
                }
                final byte[] transport = udp ? Bytes.udp(payload) : Bytes.tcp(sequence, flags(), options, payload);
                Bytes.put16(transport, 0, port);
                sequence += payloadBytes;
                id += oneIn(40) ? random.nextInt(5) : idStep;
                return finished(transport);
            }

            private byte[] finished(final byte[] transport) {
                final int protocol = udp ? Bytes.UDP : Bytes.TCP;
                byte[] frame = Bytes.frame(
                        ipv6
                                ? Bytes.ipv6(protocol, transport)
                                : Bytes.ipv4(id, oneIn(30) ? 0 : 0x4000, ttl, protocol, transport),
                        false);
                if (udp && oneIn(10)) {
                    Bytes.put16(frame, ipv6 ? 60 : 40, 0);
                }
                if (frame.length < 60) {
                    frame = Arrays.copyOf(frame, 60); // padding
                    frame[59] = 0x55;
                }
                return frame;
            }

            private int flags() {
                final int rare = oneIn(60) ? 1 << random.nextInt(8) : 0;
                return Bytes.ACK | (oneIn(15) ? Bytes.PSH : 0) | rare;
            }
        }
    }
}
