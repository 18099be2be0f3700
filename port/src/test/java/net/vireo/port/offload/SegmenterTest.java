// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The vectors are what a kernel (6.18) cut of the same packets; the tunnel's are arithmetic of the tests' own. */
class SegmenterTest {
    private static final byte[] NO_OPTIONS = {};
    private static final int SEQUENCE = 0x01020304;

    private final PacketPool pool = PacketPool.create(new Sizes(256, 16), false);
    private final PoolCache cache = pool.newCache(10);
    private final Segmenter segmenter = new Segmenter(pool);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldCutTcpAsTheKernelDoes() {
        assertThat(described(tcp4(0x18), Offload.TCP4, 1000))
                .containsExactly(
                        "1234,1040,01020304,10,1000,d08c",
                        "1235,1040,010206ec,10,1000,ab83",
                        "1236,540,01020ad4,18,500,966d");
    }

    @Test
    void shouldKeepCwrOnTheFirstAndFinAndPshOnTheLast() {
        assertThat(described(tcp4(0x99), Offload.TCP4, 1000))
                .containsExactly(
                        "1234,1040,01020304,90,1000,d00c",
                        "1235,1040,010206ec,10,1000,ab83",
                        "1236,540,01020ad4,19,500,966c");
        assertThat(described(tcp4(0xd8), Offload.TCP4, 1000))
                .containsExactly(
                        "1234,1040,01020304,d0,1000,cfcc",
                        "1235,1040,010206ec,50,1000,ab43",
                        "1236,540,01020ad4,58,500,962d");
    }

    @Test
    void shouldCutUdpAsTheKernelDoes() {
        final byte[] udp = Bytes.udp(Bytes.counting(2500));
        for (final int flags : new int[] {0, 0x4000}) {
            final byte[] frame = Bytes.frame(Bytes.ipv4(0x1234, flags, 64, Bytes.UDP, udp), true);
            final List<byte[]> segments = cut(Bytes.superFrame(cache, frame, Offload.UDP, 1000));
            assertThat(segments.stream()
                            .map(s -> String.format(
                                    "%04x,%d,ulen %d,%04x",
                                    Bytes.u16(s, 18), Bytes.u16(s, 16), Bytes.u16(s, 38), Bytes.u16(s, 40)))
                            .toList())
                    .containsExactly("1234,1028,ulen 1008,46cc", "1235,1028,ulen 1008,25ab", "1236,528,ulen 508,1679");
        }
    }

    @Test
    void shouldCompleteALoneChecksumAsTheKernelDoes() {
        final byte[] payload = new byte[101];
        java.util.Arrays.fill(payload, (byte) 'x');
        final byte[] frame =
                Bytes.frame(Bytes.ipv4(1, 0, 64, Bytes.TCP, Bytes.tcp(1, 0x18, NO_OPTIONS, payload)), true);
        final long packet = Bytes.packet(cache, frame);
        final long partial = Offload.attach(pool, packet, Offload.partial(PacketRef.offset(packet) + 34, 16, 20));
        final long complete = PartialChecksum.complete(pool, partial);
        assertThat(complete).isEqualTo(packet);
        assertThat(Bytes.u16(Bytes.of(pool, complete), 50)).isEqualTo(0x6a08);
    }

    @Test
    void shouldRefuseToCompleteOutsideThePacket() {
        for (final int start : new int[] {0, 127, 128 + 100 - 17, 128 + 100, 65535}) {
            final long packet = Bytes.packet(cache, new byte[100]);
            final long partial = Offload.attach(pool, packet, Offload.partial(start, 16, 20));
            assertThat(PartialChecksum.complete(pool, partial))
                    .as("start %d", start)
                    .isEqualTo(PoolCache.NONE);
            assertThat(Bytes.of(pool, packet)).isEqualTo(new byte[100]);
            cache.free(packet);
        }
    }

    @Test
    void shouldCutTcpOverIpv6WithOptionsAndExtensionHeaders() {
        final byte[] options = Bytes.hex("0101080a 11223344 55667788");
        final byte[] payload = Bytes.counting(2500);
        final byte[] tcp = Bytes.tcp(SEQUENCE, 0x18, options, payload);
        final byte[] whole = Bytes.frame(Bytes.ipv6(Bytes.TCP, tcp), true);
        final List<byte[]> segments = cut(Bytes.superFrame(cache, whole, Offload.TCP6, 1000));
        assertThat(segments).hasSize(3);
        for (int i = 0; i < 3; i++) {
            final byte[] part = java.util.Arrays.copyOfRange(payload, i * 1000, Math.min(2500, i * 1000 + 1000));
            final byte[] expected = Bytes.frame(
                    Bytes.ipv6(Bytes.TCP, Bytes.tcp(SEQUENCE + i * 1000, i == 2 ? 0x18 : 0x10, options, part)), false);
            assertThat(segments.get(i)).isEqualTo(expected);
        }
        final byte[] extended = Bytes.ipv6(0, Bytes.concat(Bytes.hex("06 00 05 02 0000 0100"), tcp));
        final byte[] frame = Bytes.concat(Bytes.hex("020000000002 020000000001 86dd"), extended);
        final long packet = Bytes.packet(cache, frame);
        final long word = Offload.segments(
                Offload.partial(PacketRef.offset(packet) + 62, 16, 0), Offload.TCP6, 1000); // network not known
        assertThat(segmenter.start(Offload.attach(pool, packet, word))).isEqualTo(3);
        final byte[] last = all().get(2);
        assertThat(Bytes.u16(last, 18)).as("payload length").isEqualTo(8 + 32 + 500);
        assertThat(last[20]).as("next header").isZero();
    }

    @Test
    void shouldPassAPacketThatIsNoLongerThanASegmentAsOne() {
        assertThat(described(tcp4(0x19), Offload.TCP4, 2500))
                .containsExactly("1234,2540,01020304,19,2500," + String.format("%04x", Bytes.u16(wholeTcp4(0x19), 50)));
        final byte[] empty =
                Bytes.frame(Bytes.ipv4(0x1234, 0, 64, Bytes.TCP, Bytes.tcp(1, 0x10, NO_OPTIONS, new byte[0])), true);
        assertThat(cut(Bytes.superFrame(cache, empty, Offload.TCP4, 1000))).hasSize(1);
    }

    @Test
    void shouldLeavePaddingBehind() {
        final byte[] padded = Bytes.concat(tcp4(0x18), new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(described(padded, Offload.TCP4, 1000)).hasSize(3).last().isEqualTo("1236,540,01020ad4,18,500,966d");
    }

    @Test
    void shouldPutTheTunnelsHeadersInFrontOfEverySegment() {
        final byte[] prefix = Bytes.hex("020000000004 020000000003 0800"
                + "4502 0000 7fff 0000 4011 0000 c0a80001 c0a80002 d000 19eb 0000 0000 00012140");
        final byte[] inner = java.util.Arrays.copyOfRange(tcp4(0x18), 14, 2554);
        final long whole = Bytes.packet(cache, Bytes.concat(prefix, inner));
        final int start = PacketRef.offset(whole) + prefix.length + 20;
        final long word = Offload.segments(Offload.partial(start, 16, 20), Offload.TCP4, 1000);
        final long packet = Offload.attach(pool, whole, word);
        assertThat(segmenter.startTunnel(packet, prefix.length, 0xffff)).isEqualTo(3);
        final List<byte[]> explicit = all();
        assertThat(segmenter.start(packet)).isEqualTo(3);
        final List<byte[]> found = all();
        for (int i = 0; i < 3; i++) {
            final byte[] segment = explicit.get(i);
            final int totalBytes = (i == 2 ? 540 : 1040) + 32;
            assertThat(segment).hasSize(14 + totalBytes);
            final byte[] outer = prefix.clone();
            Bytes.put16(outer, 16, totalBytes);
            Bytes.put16(outer, 18, 0xffff + i);
            Bytes.put16(outer, 38, totalBytes - 20);
            Bytes.fixIpv4(outer, 14);
            assertThat(java.util.Arrays.copyOf(segment, 46)).isEqualTo(outer);
            Bytes.put16(outer, 18, 0x7fff + i);
            Bytes.fixIpv4(outer, 14);
            assertThat(java.util.Arrays.copyOf(found.get(i), 46)).isEqualTo(outer);
            assertThat(java.util.Arrays.copyOfRange(found.get(i), 46, 14 + totalBytes))
                    .isEqualTo(java.util.Arrays.copyOfRange(segment, 46, 14 + totalBytes));
        }
        assertThat(Bytes.u16(explicit.get(0), 46 + 36)).isEqualTo(0xd08c);
        assertThat(Bytes.u16(explicit.get(2), 46 + 36)).isEqualTo(0x966d);
    }

    @Test
    void shouldCutInsideVxlanOverIpv6AndCompleteTheOuterChecksum() {
        final byte[] udp = Bytes.hex("d000 12b5 0000 1111 08000000 00006400 020000000006 020000000005 0800");
        final byte[] inner = java.util.Arrays.copyOfRange(tcp4(0x18), 14, 2554);
        final byte[] frame =
                Bytes.concat(Bytes.hex("020000000004 020000000003 86dd"), Bytes.ipv6(17, Bytes.concat(udp, inner)));
        final long whole = Bytes.packet(cache, frame);
        final int start = PacketRef.offset(whole) + 14 + 40 + 30 + 20;
        final long word = Offload.segments(Offload.partial(start, 16, 20), Offload.TCP4, 1000);
        assertThat(segmenter.start(Offload.attach(pool, whole, word))).isEqualTo(3);
        for (final byte[] segment : all()) {
            assertThat(Bytes.u16(segment, 18)).isEqualTo(segment.length - 54);
            assertThat(Bytes.u16(segment, 58)).isEqualTo(segment.length - 54);
            final byte[] expected = segment.clone();
            Bytes.fixTransport(expected, 14, 54, Bytes.UDP, false);
            assertThat(segment).isEqualTo(expected);
        }
    }

    @Test
    void shouldGoOnWhereTheEmptyPoolStoppedIt() {
        final long packet = Bytes.superFrame(cache, tcp4(0x18), Offload.TCP4, 1000);
        final List<Long> taken = new ArrayList<>();
        for (long empty = cache.takeSmall(); empty != PoolCache.NONE; empty = cache.takeSmall()) {
            taken.add(empty);
        }
        for (long empty = cache.takeLarge(); empty != PoolCache.NONE; empty = cache.takeLarge()) {
            taken.add(empty);
        }
        assertThat(segmenter.start(packet)).isEqualTo(3);
        assertThat(segmenter.next(cache)).isEqualTo(PoolCache.NONE);
        assertThat(segmenter.left()).isEqualTo(3);
        taken.forEach(cache::free);
        assertThat(all()).hasSize(3);
    }

    @Test
    void shouldNameWhatItRefuses() {
        final byte[] good = tcp4(0x18);
        assertThat(refusal(good, Offload.TCP6, 1000)).isEqualTo(Refusal.TYPE_MISMATCH);
        assertThat(refusal(good, Offload.UDP, 1000)).isEqualTo(Refusal.TYPE_MISMATCH);
        assertThat(refusal(good, Offload.TCP4, 0)).isEqualTo(Refusal.SIZE_ZERO);
        assertThat(refusal(good, Offload.TCP4, 1)).isEqualTo(Refusal.TOO_MANY_SEGMENTS);
        final byte[] fragment = good.clone();
        Bytes.put16(fragment, 20, 0x2000);
        assertThat(refusal(fragment, Offload.TCP4, 1000)).isEqualTo(Refusal.FRAGMENT);
        final byte[] tooLong = good.clone();
        Bytes.put16(tooLong, 16, 2541);
        assertThat(refusal(tooLong, Offload.TCP4, 1000)).isEqualTo(Refusal.MALFORMED);
        final byte[] longHeader = good.clone();
        longHeader[46] = (byte) 0x40;
        assertThat(refusal(longHeader, Offload.TCP4, 1000)).isEqualTo(Refusal.MALFORMED);
        final long shifted = Bytes.packet(cache, good);
        final long word = Offload.segments(Offload.partial(PacketRef.offset(shifted) + 38, 16, 24), Offload.TCP4, 1000);
        assertThat(segmenter.start(Offload.attach(pool, shifted, word))).isEqualTo(Refusal.CHECKSUM_START.code());
        final long elsewhere = Bytes.packet(cache, good);
        final long other = Offload.segments(Offload.partial(PacketRef.offset(elsewhere) + 38, 16, 0), Offload.TCP4, 9);
        assertThat(segmenter.start(Offload.attach(pool, elsewhere, other))).isEqualTo(Refusal.CHECKSUM_START.code());
        assertThat(segmenter.hasNext()).isFalse();
    }

    private Refusal refusal(final byte[] frame, final int type, final int sizeBytes) {
        final long packet = Bytes.superFrame(cache, frame, type, sizeBytes);
        final int started = segmenter.start(packet);
        cache.free(packet);
        assertThat(started).isNegative();
        return Refusal.of(started);
    }

    private static byte[] tcp4(final int flags) {
        final byte[] tcp = Bytes.tcp(SEQUENCE, flags, NO_OPTIONS, Bytes.counting(2500));
        return Bytes.frame(Bytes.ipv4(0x1234, 0, 64, Bytes.TCP, tcp), true);
    }

    private static byte[] wholeTcp4(final int flags) {
        final byte[] tcp = Bytes.tcp(SEQUENCE, flags, NO_OPTIONS, Bytes.counting(2500));
        return Bytes.frame(Bytes.ipv4(0x1234, 0, 64, Bytes.TCP, tcp), false);
    }

    /** As the sheet writes segments: IP id, IP length, sequence, flags, payload, checksum. */
    private List<String> described(final byte[] frame, final int type, final int sizeBytes) {
        return cut(Bytes.superFrame(cache, frame, type, sizeBytes)).stream()
                .map(s -> String.format(
                        "%04x,%d,%08x,%02x,%d,%04x",
                        Bytes.u16(s, 18), Bytes.u16(s, 16), Bytes.u32(s, 38), s[47], s.length - 54, Bytes.u16(s, 50)))
                .toList();
    }

    private List<byte[]> cut(final long packet) {
        assertThat(segmenter.start(packet)).isPositive();
        final List<byte[]> segments = all();
        cache.free(packet);
        return segments;
    }

    private List<byte[]> all() {
        final List<byte[]> segments = new ArrayList<>();
        while (segmenter.hasNext()) {
            final long segment = segmenter.next(cache);
            assertThat(PacketRef.hasOffload(segment)).isFalse();
            assertThat(pool.contains(segment)).isTrue();
            segments.add(Bytes.of(pool, segment));
            cache.free(segment);
        }
        return segments;
    }
}
