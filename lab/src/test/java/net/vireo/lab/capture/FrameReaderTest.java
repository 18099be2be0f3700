// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Other;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    /** 192.0.2.1 > 192.0.2.2, UDP 6635, label 19, inner 120.0.0.4 > 120.0.0.3 ICMP echo request of 4 bytes. */
    private static final String TUNNELLED = "020000000102" + "020000000101" + "0800"
            + "450000400000400040 11 b6a9 c0000201c0000202".replace(" ", "")
            + "c00019eb002c0000"
            + "00013140"
            + "450000200001000040 01 8ad5 78000004 78000003".replace(" ", "")
            + "0800a1f80001000155aa00ff";

    private static final HexFormat HEX = HexFormat.of();

    private static byte[] frame() {
        return HEX.parseHex(TUNNELLED);
    }

    private static Sighting read(final byte[] frame) {
        return FrameReader.read(frame, frame.length, frame.length);
    }

    @Test
    void shouldReadLabelAndAddressesOfATunnelPacket() {
        assertThat(read(frame())).isEqualTo(new Tunnelled(0xc0000201, 0xc0000202, 19, 0x78000004, 0x78000003, 1));
    }

    @Test
    void shouldReadATunnelPacketBehindAVlanTag() {
        final byte[] frame = HEX.parseHex("020000000102" + "020000000101" + "81000064" + TUNNELLED.substring(24));

        assertThat(read(frame)).isInstanceOf(Tunnelled.class);
    }

    @Test
    void shouldReadATunnelPacketOfWhichOnlyTheHeadersWereCaptured() {
        assertThat(FrameReader.read(frame(), frame().length - 12, frame().length))
                .isInstanceOf(Tunnelled.class);
    }

    @Test
    void shouldCallAPacketPlainWhenItsPortIsNotTheTunnels() {
        final byte[] frame = frame();
        frame[37] = (byte) 0xea;

        assertThat(read(frame)).isEqualTo(new Plain(0xc0000201, 0xc0000202, 17));
    }

    @Test
    void shouldNotReadAPortFromALaterFragment() {
        final byte[] frame = frame();
        frame[20] = 0x00;
        frame[21] = 0x10;
        frame[24] = (byte) 0xf6;
        frame[25] = (byte) 0x99;

        assertThat(read(frame)).isEqualTo(new Plain(0xc0000201, 0xc0000202, 17));
    }

    @Test
    void shouldNameTheEtherTypeOfWhatIsNotIpv4() {
        assertThat(read(HEX.parseHex("ffffffffffff020000000101" + "0806" + "00".repeat(28))))
                .isEqualTo(new Other(0x0806));
    }

    @Test
    void shouldFindFaultWithAMissingBottomOfStackBit() {
        final byte[] frame = frame();
        frame[44] = 0x30;

        assertThat(read(frame)).isEqualTo(new Malformed("MPLS label without the bottom-of-stack bit"));
    }

    @Test
    void shouldFindFaultWithALyingOuterUdpLength() {
        final byte[] frame = frame();
        frame[39] = 0x2d;

        assertThat(read(frame)).isEqualTo(new Malformed("outer UDP length differs from the outer IPv4 length"));
    }

    @Test
    void shouldFindFaultWithAWrongInnerChecksum() {
        final byte[] frame = frame();
        frame[54]++;

        assertThat(read(frame)).isEqualTo(new Malformed("inner IPv4 header with a wrong checksum"));
    }

    @Test
    void shouldFindFaultWithAnInnerLengthThatDiffersFromTheOuter() {
        final byte[] frame = HEX.parseHex(TUNNELLED.replace("450000200001000040", "4500001f0001000040"));
        frame[57]++;

        assertThat(read(frame)).isEqualTo(new Malformed("inner IPv4 length differs from the outer one"));
    }

    @Test
    void shouldNeverFailWhateverTheBytes() {
        final long seed = 20261122L;
        final Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            final byte[] frame = frame();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            final int captured = random.nextInt(frame.length + 1);
            assertThat(FrameReader.read(Arrays.copyOf(frame, captured), captured, frame.length))
                    .as("seed %d round %d", seed, round)
                    .isNotNull();
        }
    }
}
