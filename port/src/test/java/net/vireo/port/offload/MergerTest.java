// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The merge rules one by one (the sheet's measured list); the kernel itself is asked in MergeOracleSystemTest. */
class MergerTest {
    private static final byte[] NO_OPTIONS = {};
    private static final byte[] TIMESTAMP = Bytes.hex("0101080a 11223344 55667788");

    private final PacketPool pool = PacketPool.create(new Sizes(512, 32), false);
    private final PoolCache cache = pool.newCache(10);
    private final Merger merger = new Merger(pool);
    private final List<byte[]> in = new ArrayList<>();
    private long[] out;
    private int outCount;

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldMergeAsTheKernelDoes() {
        final byte[] as = new byte[1000];
        Arrays.fill(as, (byte) 'a');
        for (int i = 0; i < 4; i++) {
            in.add(tcp(i, i * 1000, Bytes.ACK, NO_OPTIONS, as));
        }
        merge(Offloads.ALL);
        assertThat(outCount).isOne();
        final byte[] frame = Bytes.of(pool, out[0]);
        assertThat(frame).hasSize(14 + 4040);
        assertThat(Bytes.u16(frame, 16)).isEqualTo(4040);
        assertThat(Bytes.u16(frame, 18)).as("identification of the first").isZero();
        assertThat(Bytes.u16(frame, 50)).as("open checksum").isEqualTo(0x23c1);
        final long word = Offload.of(pool, out[0]);
        assertThat(Offload.type(word)).isEqualTo(Offload.TCP4);
        assertThat(Offload.sizeBytes(word)).isEqualTo(1000);
        assertThat(Offload.needsChecksum(word)).isTrue();
        assertThat(Offload.start(word) - PacketRef.offset(out[0])).isEqualTo(34);
        assertThat(Offload.fieldOffset(word)).isEqualTo(16);
        assertThat(Offload.networkBytes(word)).isEqualTo(20);
        assertThat(merger.consumedCount()).isEqualTo(4);
        assertThat(merger.bornCount()).isOne();
        assertThat(merger.mergedAway()).isEqualTo(3);
        assertThat(pool.balance().outCount()).isOne();
    }

    @Test
    void shouldLetAShorterPayloadPshOrFinEndTheAggregate() {
        add(0, 100, Bytes.ACK);
        add(100, 60, Bytes.ACK);
        add(160, 100, Bytes.ACK);
        add(260, 100, Bytes.ACK | Bytes.PSH);
        add(360, 100, Bytes.ACK);
        add(460, 40, Bytes.ACK | Bytes.FIN);
        merge(Offloads.ALL);
        assertThat(payloads()).containsExactly(160, 200, 140);
        assertThat(Bytes.of(pool, out[1])[47]).isEqualTo((byte) (Bytes.ACK | Bytes.PSH));
        assertThat(Bytes.of(pool, out[2])[47]).isEqualTo((byte) (Bytes.ACK | Bytes.FIN));
    }

    @Test
    void shouldNotAggregateWhenEveryPacketHasPsh() {
        for (int i = 0; i < 4; i++) {
            add(i * 100, 100, Bytes.ACK | Bytes.PSH);
        }
        merge(Offloads.ALL);
        assertThat(payloads()).containsExactly(100, 100, 100, 100);
    }

    @Test
    void shouldStartAnewWithALongerPayloadOrAGap() {
        add(0, 100, Bytes.ACK);
        add(100, 101, Bytes.ACK);
        add(201, 101, Bytes.ACK);
        add(400, 101, Bytes.ACK);
        add(501, 101, Bytes.ACK);
        add(501, 101, Bytes.ACK);
        merge(Offloads.ALL);
        assertThat(payloads()).containsExactly(100, 202, 202, 101);
    }

    @Test
    void shouldStartAnewWhereAnyHeaderFieldDiffers() {
        final byte[] payload = Bytes.counting(100);
        final byte[] first = tcp(7, 1000, Bytes.ACK, TIMESTAMP, payload);
        final int[][] changes = {
            {0, 0x10},
            {5, 1},
            {11, 1},
            {15, 4},
            {15, 1},
            {20, 0x40},
            {22, 1},
            {46, 0x40},
            {47, 0x40},
            {45, 1},
            {49, 1},
            {53, 1},
            {60, 1},
            {65, 1}
        };
        for (final int[] change : changes) {
            final byte[] second = tcp(8, 1100, Bytes.ACK, TIMESTAMP, payload);
            second[change[0]] ^= (byte) change[1];
            Bytes.fixIpv4(second, 14);
            if (change[0] != 46) { // the data offset: what were payload bytes then are options
                Bytes.fixTransport(second, 14, 34, Bytes.TCP, false);
            } else {
                second[46] = (byte) 0x90;
                Bytes.fixTransport(second, 14, 34, Bytes.TCP, false);
            }
            in.add(first.clone());
            in.add(second);
            merge(Offloads.ALL);
            assertThat(outCount).as("byte %d", change[0]).isEqualTo(2);
            assertThat(Bytes.of(pool, out[0])).isEqualTo(first);
            assertThat(Bytes.of(pool, out[1])).isEqualTo(second);
            freeOutput();
        }
        in.add(first.clone());
        in.add(tcp(8, 1100, Bytes.ACK, TIMESTAMP, payload));
        merge(Offloads.ALL);
        assertThat(outCount).as("without a difference").isOne();
    }

    @Test
    void shouldMergeOnlyIdentificationsThatCountUp() {
        for (final int[] ids : new int[][] {{5, 5}, {0, 0}, {5, 7}, {5, 4}}) {
            in.add(tcp(ids[0], 0, Bytes.ACK, NO_OPTIONS, Bytes.counting(100)));
            in.add(tcp(ids[1], 100, Bytes.ACK, NO_OPTIONS, Bytes.counting(100)));
            merge(Offloads.ALL);
            assertThat(outCount).as("%d, %d", ids[0], ids[1]).isEqualTo(2);
            freeOutput();
        }
        in.add(tcp(0xffff, 0, Bytes.ACK, NO_OPTIONS, Bytes.counting(100)));
        in.add(tcp(0, 100, Bytes.ACK, NO_OPTIONS, Bytes.counting(100)));
        merge(Offloads.ALL);
        assertThat(outCount).isOne();
    }

    @Test
    void shouldKeepTheFlowsOrderAroundWhatIsNotMerged() {
        final byte[] damaged = tcp(12, 200, Bytes.ACK, NO_OPTIONS, Bytes.counting(100));
        damaged[60] ^= 1;
        for (final byte[] lone : new byte[][] {
            tcp(12, 200, Bytes.ACK, NO_OPTIONS, new byte[0]), // a pure ACK
            tcp(12, 200, Bytes.ACK | 2, NO_OPTIONS, Bytes.counting(100)), // SYN
            tcp(12, 200, Bytes.ACK | 0x80, NO_OPTIONS, Bytes.counting(100)), // CWR
            Bytes.concat(tcp(12, 200, Bytes.ACK, NO_OPTIONS, Bytes.counting(1)), new byte[5]), // padding
            damaged, // the kernel lets this one overtake
        }) {
            in.add(tcp(10, 0, Bytes.ACK, NO_OPTIONS, Bytes.counting(100)));
            in.add(tcp(11, 100, Bytes.ACK, NO_OPTIONS, Bytes.counting(100)));
            in.add(lone);
            in.add(tcp(12, 200, Bytes.ACK, NO_OPTIONS, Bytes.counting(100)));
            in.add(tcp(13, 300, Bytes.ACK, NO_OPTIONS, Bytes.counting(100)));
            merge(Offloads.ALL);
            assertThat(outCount).isEqualTo(3);
            assertThat(Bytes.of(pool, out[1])).isEqualTo(lone);
            assertThat(Bytes.u32(Bytes.of(pool, out[2]), 38)).isEqualTo(200);
            freeOutput();
        }
    }

    @Test
    void shouldLetNothingOvertakeAFragment() {
        add(0, 100, Bytes.ACK);
        final byte[] fragment = tcp(9, 0, Bytes.ACK, NO_OPTIONS, Bytes.counting(100));
        Bytes.put16(fragment, 20, 0x2000);
        Bytes.fixIpv4(fragment, 14);
        in.add(fragment);
        add(100, 100, Bytes.ACK);
        merge(Offloads.ALL);
        assertThat(outCount).isEqualTo(3);
    }

    @Test
    void shouldLeaveLongPacketsAndStopAt64Kilobytes() {
        for (int i = 0; i < 70; i++) {
            add(i * 1000, 1000, Bytes.ACK);
        }
        merge(Offloads.ALL);
        assertThat(payloads()).containsExactly(65_000, 5_000);
        in.clear();
        final long superFrame = out[1];
        final long follower = Bytes.packet(cache, tcp(70, 70_000, Bytes.ACK, NO_OPTIONS, Bytes.counting(1000)));
        final long[] again = {superFrame, follower};
        assertThat(merger.merge(cache, again, 2, Offloads.ALL)).isEqualTo(2);
        assertThat(again).containsExactly(superFrame, follower);
    }

    @Test
    void shouldMergeOpenChecksumsUnreadAndTrustVerifiedOnes() {
        final long[] packets = new long[2];
        for (int i = 0; i < 2; i++) {
            final byte[] frame = tcp(i, i * 100, Bytes.ACK, NO_OPTIONS, Bytes.counting(100));
            Bytes.fixTransport(frame, 14, 34, Bytes.TCP, true);
            final long packet = Bytes.packet(cache, frame);
            final long partial = Offload.partial(PacketRef.offset(packet) + 34, 16, 20);
            packets[i] = Offload.attach(pool, packet, i == 0 ? partial : Offload.DATA_VALID);
        }
        assertThat(merger.merge(cache, packets, 2, Offloads.ALL)).isOne();
        assertThat(packets[1]).isEqualTo(PoolCache.NONE);
    }

    @Test
    void shouldMergeUdpOnlyWhereTheFarSideTakesIt() {
        for (int i = 0; i < 3; i++) {
            in.add(udp(i, i == 2 ? 50 : 100));
        }
        in.add(udp(3, 100));
        merge(new Offloads(true, true, false));
        assertThat(outCount).isEqualTo(4);
        freeOutput();
        for (int i = 0; i < 3; i++) {
            in.add(udp(i, i == 2 ? 50 : 100));
        }
        in.add(udp(3, 100));
        merge(Offloads.ALL);
        assertThat(outCount).isEqualTo(2);
        final byte[] frame = Bytes.of(pool, out[0]);
        assertThat(Bytes.u16(frame, 38)).as("UDP length").isEqualTo(258);
        assertThat(Offload.type(Offload.of(pool, out[0]))).isEqualTo(Offload.UDP);
        freeOutput();
        for (int i = 0; i < 100; i++) {
            in.add(udp(i, 20));
        }
        merge(Offloads.ALL);
        assertThat(outCount).as("64 datagrams at most").isEqualTo(2);
    }

    @Test
    void shouldNotMergeUdpWithoutChecksum() {
        for (int i = 0; i < 2; i++) {
            final byte[] frame = udp(i, 100);
            Bytes.put16(frame, 40, 0);
            in.add(frame);
        }
        merge(Offloads.ALL);
        assertThat(outCount).isEqualTo(2);
    }

    @Test
    void shouldLeavePacketsAloneWhenThePoolIsEmpty() {
        add(0, 1000, Bytes.ACK);
        add(1000, 1000, Bytes.ACK);
        add(2000, 1000, Bytes.ACK);
        final long[] packets =
                in.stream().mapToLong(f -> Bytes.packet(cache, f)).toArray();
        final List<Long> taken = new ArrayList<>();
        for (long large = cache.takeLarge(); large != PoolCache.NONE; large = cache.takeLarge()) {
            taken.add(large);
        }
        final long[] before = packets.clone();
        assertThat(merger.merge(cache, packets, 3, Offloads.ALL)).isEqualTo(3);
        assertThat(packets).isEqualTo(before);
        assertThat(merger.noBufferCount()).isOne();
        taken.forEach(cache::free);
        assertThat(merger.merge(cache, packets, 3, Offloads.ALL)).isOne();
    }

    @Test
    void shouldKeepMoreFlowsThanItHoldsInOrder() {
        for (int round = 0; round < 3; round++) {
            for (int flow = 0; flow < 40; flow++) {
                final byte[] frame = tcp(round, round * 100, Bytes.ACK, NO_OPTIONS, Bytes.counting(100));
                frame[35] = (byte) flow;
                Bytes.fixTransport(frame, 14, 34, Bytes.TCP, false);
                in.add(frame);
            }
        }
        merge(Offloads.ALL);
        final int[] expected = new int[256];
        for (int i = 0; i < outCount; i++) {
            final byte[] frame = Bytes.of(pool, out[i]);
            assertThat(Bytes.u32(frame, 38)).isEqualTo(expected[frame[35]]);
            expected[frame[35]] += frame.length - 54;
        }
    }

    private static byte[] tcp(
            final int id, final int sequence, final int flags, final byte[] options, final byte[] payload) {
        return Bytes.frame(Bytes.ipv4(id, 0x4000, 64, Bytes.TCP, Bytes.tcp(sequence, flags, options, payload)), false);
    }

    private static byte[] udp(final int id, final int payloadBytes) {
        return Bytes.frame(Bytes.ipv4(id, 0, 64, Bytes.UDP, Bytes.udp(Bytes.counting(payloadBytes))), false);
    }

    private void add(final int sequence, final int payloadBytes, final int flags) {
        in.add(tcp(in.size(), sequence, flags, NO_OPTIONS, Bytes.counting(payloadBytes)));
    }

    private void merge(final Offloads far) {
        out = in.stream().mapToLong(f -> Bytes.packet(cache, f)).toArray();
        outCount = merger.merge(cache, out, out.length, far);
    }

    private void freeOutput() {
        cache.free(out, 0, outCount);
        in.clear();
        assertThat(pool.balance().outCount()).isZero();
    }

    private List<Integer> payloads() {
        final List<Integer> payloads = new ArrayList<>();
        for (int i = 0; i < outCount; i++) {
            payloads.add(PacketRef.length(out[i]) - 54);
        }
        return payloads;
    }
}
