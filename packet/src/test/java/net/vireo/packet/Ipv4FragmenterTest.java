// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.fuzz.Corpus;
import net.vireo.packet.fuzz.GuardedBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv4FragmenterTest extends ViewTest {
    private static final long SEED = Long.getLong("vireo.property.seed", 0x5eed_f4a6L);
    private static final int ETHERNET = 14;

    /** Packets that a Linux router was given, and the fragments that it made of them. */
    private static final Corpus LINUX = Corpus.load(Path.of("src/test/resources/fragments"));

    private final GuardedBuffer out = new GuardedBuffer(65_536);

    @AfterEach
    void unmapOut() {
        out.close();
    }

    /** "middle" is a fragment itself, and not the last; both have options that are copied and options that are not. */
    @ParameterizedTest
    @CsvSource({"plain, 576, 3", "options, 576, 3", "middle, 300, 6"})
    void shouldCutAsLinuxCuts(final String name, final int mtu, final int count) {
        final byte[] frame = LINUX.bytes(name);
        final long p = buffer.put(frame, ETHERNET);
        Ipv4.decrementTtl(p);
        final int header = Ipv4.check(p, frame.length - ETHERNET);
        final long plan = Ipv4Fragmenter.plan(p, header, mtu);
        assertThat(Ipv4Fragmenter.count(plan)).isEqualTo(count);
        for (int k = 0; k < count; k++) {
            final byte[] expected = LINUX.bytes(name + "-" + k);
            final int length = expected.length - ETHERNET;
            assertThat(Ipv4Fragmenter.emit(p, plan, k, out.garbage(length))).isEqualTo(length);
            assertThat(HexFormat.of().formatHex(out.last(length)))
                    .as("%s-%d", name, k)
                    .isEqualTo(HexFormat.of().formatHex(expected, ETHERNET, expected.length));
        }
    }

    /** The kernel's segmentation of a UDP datagram into fragments: sheet gro-gso 2. */
    @Test
    void shouldCutADatagramAsLinuxUdpOffloadDoes() {
        final byte[] datagram = new byte[2508];
        for (int i = 0; i < 2500; i++) {
            datagram[8 + i] = (byte) i;
        }
        ByteBuffer.wrap(datagram).putInt(1000 << 16 | 2000).putShort((short) 2508);
        final byte[] a = {10, 1, 0, 2};
        final byte[] b = {10, 2, 0, 2};
        final byte[] packet = TestPackets.ip(a, b, 17, 0, TestPackets.summed(a, b, 17, datagram, 6));
        final long p = buffer.put(packet);
        final long plan = Ipv4Fragmenter.plan(p, 20, 1500);
        assertThat(Ipv4Fragmenter.count(plan)).isEqualTo(2);
        final long first = out.garbage(1500);
        assertThat(Ipv4Fragmenter.emit(p, plan, 0, first)).isEqualTo(1500);
        assertThat(Ipv4.id(first)).isEqualTo(0x1234);
        assertThat(Ipv4.flagsAndOffset(first)).isEqualTo(0x2000);
        assertThat(Udp.checksum(first + 20)).isEqualTo(0xc2b0);
        assertThat(Udp.lengthBytes(first + 20)).isEqualTo(2508);
        final long second = out.garbage(1048);
        assertThat(Ipv4Fragmenter.emit(p, plan, 1, second)).isEqualTo(1048);
        assertThat(Ipv4.flagsAndOffset(second)).isEqualTo(0x00b9);
        final long byThousand = Ipv4Fragmenter.plan(p, 20, 1020);
        assertThat(Ipv4Fragmenter.count(byThousand)).isEqualTo(3);
        assertThat(Ipv4Fragmenter.emit(p, byThousand, 2, out.garbage(528))).isEqualTo(528);
    }

    @Test
    void shouldReassembleToTheOriginalInAnyOrder() {
        final Random random = new Random(SEED);
        for (int round = 0; round < 400; round++) {
            final byte[] payload = new byte[random.nextInt(4000)];
            random.nextBytes(payload);
            final int options = random.nextInt(11) * 4;
            final byte[] packet =
                    TestPackets.ip(new byte[] {10, 0, 0, 1}, new byte[] {10, 0, 0, 2}, 17, options, payload);
            final int max = 20 + options + 8 + random.nextInt(1500);
            final String what = String.format("seed %x, round %d, max %d", SEED, round, max);
            final List<byte[]> fragments = cut(packet, max, what);
            Collections.shuffle(fragments, random);
            final byte[] joined = reassemble(fragments, what);
            assertThat(joined).as(what).isEqualTo(packet);
        }
    }

    private List<byte[]> cut(final byte[] packet, final int max, final String what) {
        final long p = buffer.put(packet);
        final int header = Ipv4.check(p, packet.length);
        final long plan = Ipv4Fragmenter.plan(p, header, max);
        assertThat(Ipv4Fragmenter.count(plan)).as(what).isPositive();
        final List<byte[]> fragments = new ArrayList<>();
        for (int k = 0; k < Ipv4Fragmenter.count(plan); k++) {
            final long at = out.garbage(max);
            final int length = Ipv4Fragmenter.emit(p, plan, k, at);
            assertThat(length).as(what).isLessThanOrEqualTo(max);
            assertThat(Ipv4.check(at, length)).as(what).isEqualTo(header);
            assertThat(Ipv4.verifyChecksum(at)).as(what).isTrue();
            fragments.add(Arrays.copyOf(out.last(max), length));
        }
        assertThat(HexFormat.of().formatHex(buffer.last(packet.length)))
                .isEqualTo(HexFormat.of().formatHex(packet));
        return fragments;
    }

    /** As RFC 791 3.2 says, with nothing of ours. */
    private static byte[] reassemble(final List<byte[]> fragments, final String what) {
        final byte[] whole = new byte[65_535];
        final boolean[] seen = new boolean[65_535];
        int header = 0;
        int total = 0;
        for (final byte[] fragment : fragments) {
            final ByteBuffer in = ByteBuffer.wrap(fragment);
            final int headerBytes = (in.get(0) & 0xf) * 4;
            final int offset = (in.getShort(6) & 0x1fff) * 8;
            final int length = in.getShort(2) - headerBytes;
            if (offset == 0) {
                header = headerBytes;
                System.arraycopy(fragment, 0, whole, 0, headerBytes);
            }
            if ((in.getShort(6) & 0x2000) == 0) {
                total = offset + length;
            } else {
                assertThat(length % 8).as(what).isZero();
            }
            for (int i = 0; i < length; i++) {
                assertThat(seen[offset + i]).as("%s, byte %d", what, offset + i).isFalse();
                seen[offset + i] = true;
            }
            System.arraycopy(fragment, headerBytes, whole, headerBytes + offset, length);
        }
        for (int i = 0; i < total; i++) {
            assertThat(seen[i]).as("%s, byte %d", what, i).isTrue();
        }
        ByteBuffer.wrap(whole)
                .putShort(2, (short) (header + total))
                .putShort(6, (short) 0)
                .putShort(10, (short) 0);
        ByteBuffer.wrap(whole).putShort(10, (short) TestPackets.finish(TestPackets.sum(whole, 0, header)));
        return Arrays.copyOf(whole, header + total);
    }

    @Test
    void shouldRefuseWhatMayNotOrCannotBeCut() {
        final long p = buffer.put(LINUX.bytes("plain"), ETHERNET);
        assertThat(Ipv4Fragmenter.plan(p, 20, 27)).isEqualTo(Malformed.NO_ROOM);
        assertThat(Ipv4Fragmenter.count(Ipv4Fragmenter.plan(p, 20, 27))).isNegative();
        assertThat(Ipv4Fragmenter.plan(p, 20, -5)).isEqualTo(Malformed.NO_ROOM);
        assertThat(Ipv4Fragmenter.count(Ipv4Fragmenter.plan(p, 20, 28))).isEqualTo(176);
        Memory.putShortBe(p + 6, (short) Ipv4.DONT_FRAGMENT);
        assertThat(Ipv4Fragmenter.plan(p, 20, 1427)).isEqualTo(Ipv4Fragmenter.FORBIDDEN);
        assertThat(Ipv4Fragmenter.count(Ipv4Fragmenter.FORBIDDEN)).isZero();
        assertThat(Ipv4Fragmenter.count(Ipv4Fragmenter.plan(p, 20, 1428))).isEqualTo(1);
        // Reaches past the longest datagram: offsets would wrap.
        Memory.putShortBe(p + 6, (short) 0x1fff);
        assertThat(Ipv4Fragmenter.plan(p, 20, 576)).isEqualTo(Malformed.BAD_LENGTH);
    }

    @Test
    void shouldPassAPacketThatFitsAsItIs() {
        final byte[] frame = LINUX.bytes("last");
        final long p = buffer.put(frame, ETHERNET);
        final int length = frame.length - ETHERNET;
        final long plan = Ipv4Fragmenter.plan(p, Ipv4.check(p, length), length);
        assertThat(Ipv4Fragmenter.count(plan)).isEqualTo(1);
        assertThat(Ipv4Fragmenter.emit(p, plan, 0, out.garbage(length))).isEqualTo(length);
        assertThat(out.last(length)).isEqualTo(Arrays.copyOfRange(frame, ETHERNET, frame.length));
    }

    @Test
    void shouldNotRunPastOptionsThatLie() {
        final byte[] packet = TestPackets.ip(new byte[4], new byte[4], 17, 8, new byte[100]);
        packet[20] = 7;
        packet[21] = 9;
        final long p = buffer.put(packet);
        final long plan = Ipv4Fragmenter.plan(p, 28, 76);
        assertThat(Ipv4Fragmenter.emit(p, plan, 1, out.garbage(76))).isEqualTo(76);
        assertThat(Arrays.copyOf(out.last(56), 8)).containsExactly(7, 9, 1, 1, 1, 1, 1, 1);
    }
}
