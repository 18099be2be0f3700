// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Literal headers: flags, type, hdr_len, gso_size, csum_start, csum_offset, little endian. */
class VirtioHeaderTest {
    private static final byte[] NO_OPTIONS = {};

    private final PacketPool pool = PacketPool.create(new Sizes(64, 8), false);
    private final PoolCache cache = pool.newCache(10);
    private final VirtioHeader virtio = new VirtioHeader(pool, false);
    private final byte[] tcp4 =
            Bytes.frame(Bytes.ipv4(1, 0, 64, Bytes.TCP, Bytes.tcp(1, 0x18, NO_OPTIONS, Bytes.counting(2500))), true);
    private final byte[] udp4 = Bytes.frame(Bytes.ipv4(1, 0, 64, Bytes.UDP, Bytes.udp(Bytes.counting(2500))), true);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldTakeWhatAsksForNothing() {
        assertThat(accept("00 00 ffff ffff ffff ffff", tcp4)).isEqualTo(Offload.NONE);
        assertThat(accept("02 00 0000 0000 0000 0000", tcp4))
                .as("a guest's word for it")
                .isEqualTo(Offload.NONE);
    }

    @Test
    void shouldTakeSegmentsWhateverHdrLenSays() {
        for (final String headerBytes : new String[] {"0000", "3600", "fa09", "ffff"}) {
            final long word = accept("01 01 " + headerBytes + " e803 2200 1000", tcp4);
            assertThat(Offload.type(word)).isEqualTo(Offload.TCP4);
            assertThat(Offload.sizeBytes(word)).isEqualTo(1000);
            assertThat(Offload.start(word)).isEqualTo(PacketPool.HEADROOM_BYTES + 34);
            assertThat(Offload.fieldOffset(word)).isEqualTo(16);
            assertThat(Offload.networkBytes(word)).isEqualTo(20);
            assertThat(Offload.hasEcn(word)).isFalse();
        }
        assertThat(Offload.hasEcn(accept("01 81 0000 e803 2200 1000", tcp4))).isTrue();
        assertThat(Offload.type(accept("01 05 0000 e803 2200 0600", udp4))).isEqualTo(Offload.UDP);
    }

    @Test
    void shouldOpenTheChecksumOfSegmentsThatCameWithACompleteOne() {
        final byte[] complete = tcp4.clone();
        Bytes.fixTransport(complete, 14, 34, Bytes.TCP, false);
        final long packet = packet("00 01 0000 e803 0000 0000", complete);
        final long word = virtio.accept(header(packet), packet);
        assertThat(Offload.needsChecksum(word)).isTrue();
        assertThat(Offload.start(word)).isEqualTo(PacketPool.HEADROOM_BYTES + 34);
        assertThat(Bytes.of(pool, packet)).isEqualTo(tcp4);
    }

    @Test
    void shouldClearSegmentsOfAPacketThatIsOne() {
        final long word = accept("01 01 0000 c409 2200 1000", tcp4);
        assertThat(Offload.type(word)).isZero();
        assertThat(Offload.needsChecksum(word)).isTrue();
        assertThat(accept("00 01 0000 c409 0000 0000", tcp4)).isEqualTo(Offload.NONE);
    }

    @Test
    void shouldTakeAnOpenChecksumAnywhereInThePacket() {
        final long word = accept("01 00 0000 0000 0e00 0000", tcp4);
        assertThat(Offload.networkBytes(word)).as("not the transport's").isZero();
        assertThat(Offload.networkBytes(accept("01 00 0000 0000 2200 1000", tcp4)))
                .isEqualTo(20);
    }

    @Test
    void shouldRefuseByName() {
        assertThat(refusal("01 01 0000 0000 2200 1000", tcp4)).isEqualTo(Refusal.SIZE_ZERO);
        assertThat(refusal("01 01 0000 ffff 2200 1000", tcp4)).isEqualTo(Refusal.SIZE_RESERVED);
        assertThat(refusal("01 01 0000 0100 2200 1000", tcp4)).isEqualTo(Refusal.TOO_MANY_SEGMENTS);
        assertThat(refusal("01 03 0000 e803 2200 0600", udp4)).isEqualTo(Refusal.UNKNOWN_TYPE);
        assertThat(refusal("01 21 0000 e803 2200 1000", tcp4)).isEqualTo(Refusal.UNKNOWN_TYPE);
        assertThat(refusal("01 80 0000 e803 2200 1000", tcp4)).isEqualTo(Refusal.UNKNOWN_TYPE);
        assertThat(refusal("01 04 0000 e803 2200 1000", tcp4)).isEqualTo(Refusal.TYPE_MISMATCH);
        assertThat(refusal("01 05 0000 e803 2200 0600", tcp4)).isEqualTo(Refusal.TYPE_MISMATCH);
        assertThat(refusal("01 01 0000 e803 2200 0600", tcp4)).isEqualTo(Refusal.CHECKSUM_OFFSET);
        assertThat(refusal("01 01 0000 e803 2600 1000", tcp4)).isEqualTo(Refusal.CHECKSUM_START);
        assertThat(refusal("00 05 0000 e803 2200 0600", udp4)).isEqualTo(Refusal.UDP_COMPLETE);
        assertThat(refusal("02 05 0000 e803 2200 0600", udp4)).isEqualTo(Refusal.UDP_COMPLETE);
        assertThat(refusal("01 85 0000 e803 2200 0600", udp4)).isEqualTo(Refusal.UDP_ECN);
        assertThat(refusal("01 05 0000 1300 2200 0600", udp4)).isEqualTo(Refusal.TOO_MANY_SEGMENTS);
        assertThat(refusal("01 00 0000 0000 f909 0000", tcp4)).isEqualTo(Refusal.CHECKSUM_OUTSIDE);
        assertThat(refusal("01 00 0000 0000 ffff 1000", tcp4)).isEqualTo(Refusal.CHECKSUM_OUTSIDE);
        assertThat(refusal("01 00 0000 0000 0d00 1000", tcp4)).isEqualTo(Refusal.CHECKSUM_OUTSIDE);
        assertThat(refusal("01 00 0000 0000 2200 0001", tcp4)).isEqualTo(Refusal.CHECKSUM_FAR);
        final byte[] fragment = tcp4.clone();
        fragment[20] = 0x20;
        assertThat(refusal("01 01 0000 e803 2200 1000", fragment)).isEqualTo(Refusal.FRAGMENT);
        final byte[] tooLong = tcp4.clone();
        Bytes.put16(tooLong, 16, 2541);
        assertThat(refusal("01 01 0000 e803 2200 1000", tooLong)).isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void shouldBelieveTheKernelThatMergedDatagramsWereVerified() {
        final long packet = packet("02 05 0000 e803 0000 0000", udp4);
        final long word = new VirtioHeader(pool, true).accept(header(packet), packet);
        assertThat(Offload.type(word)).isEqualTo(Offload.UDP);
        assertThat(Offload.needsChecksum(word)).isTrue();
    }

    @Test
    void shouldWriteWhatTheWordSays() {
        assertThat(written("01 01 0000 e803 2200 1000", tcp4)).isEqualTo("01013600e80322001000");
        assertThat(written("01 81 0000 e803 2200 1000", tcp4)).isEqualTo("01813600e80322001000");
        assertThat(written("01 05 0000 e803 2200 0600", udp4)).isEqualTo("01052a00e80322000600");
        assertThat(written("01 00 0000 0000 2200 1000", tcp4)).isEqualTo("01000000000022001000");
        final byte[] tcp6 = Bytes.frame(
                Bytes.ipv6(Bytes.TCP, Bytes.tcp(1, 0x18, Bytes.hex("01010101"), Bytes.counting(2500))), true);
        assertThat(written("01 04 0000 e803 3600 1000", tcp6)).isEqualTo("01044e00e80336001000");
        final long packet = packet("00 00 0000 0000 0000 0000", tcp4);
        VirtioHeader.write(header(packet), Offload.DATA_VALID, 0, 0);
        assertThat(hexHeader(packet)).isEqualTo("02000000000000000000");
        VirtioHeader.clear(header(packet));
        assertThat(hexHeader(packet)).isEqualTo("00000000000000000000");
    }

    @Test
    void shouldFollowTheFrameWhenHeadersArePushed() {
        final long packet = packet("01 01 0000 e803 2200 1000", tcp4);
        final long word = virtio.accept(header(packet), packet);
        final long pushed = PacketRef.resized(
                Offload.attach(pool, packet, word), PacketRef.offset(packet) - 4, PacketRef.length(packet) + 4);
        VirtioHeader.write(header(pushed), word, pool.dataAddress(pushed), PacketRef.offset(pushed));
        assertThat(hexHeader(pushed)).isEqualTo("01013a00e80326001000");
        assertThat(Offload.fits(word, pushed)).isTrue();
        assertThat(Offload.fits(word, PacketRef.resized(packet, PacketRef.offset(packet) + 40, 2000)))
                .as("pulled over it")
                .isFalse();
    }

    private String written(final String header, final byte[] frame) {
        final long packet = packet(header, frame);
        final long word = virtio.accept(header(packet), packet);
        assertThat(word).isPositive();
        Memory.fill(header(packet), 10, (byte) 0xa5);
        VirtioHeader.write(header(packet), word, pool.dataAddress(packet), PacketRef.offset(packet));
        final String written = hexHeader(packet);
        cache.free(packet);
        return written;
    }

    private String hexHeader(final long packet) {
        final byte[] bytes = new byte[10];
        Memory.copyOut(header(packet), bytes, 0, 10);
        return HexFormat.of().formatHex(bytes);
    }

    private Refusal refusal(final String header, final byte[] frame) {
        final long code = accept(header, frame);
        assertThat(code).as(header).isNegative();
        return Refusal.of(code);
    }

    private long accept(final String header, final byte[] frame) {
        final long packet = packet(header, frame);
        final long word = virtio.accept(header(packet), packet);
        cache.free(packet);
        return word;
    }

    private long packet(final String header, final byte[] frame) {
        final long packet = Bytes.packet(cache, frame);
        Memory.copyIn(Bytes.hex(header), 0, header(packet), 10);
        return packet;
    }

    private long header(final long packet) {
        return pool.dataAddress(packet) - VirtioHeader.SHORT_BYTES;
    }
}
