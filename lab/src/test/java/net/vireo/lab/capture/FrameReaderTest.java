// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Other;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.IpAddress;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    /** 192.0.2.1 > 192.0.2.2, UDP 6635, label 19, inner 120.0.0.4 > 120.0.0.3 ICMP echo request of 4 bytes. */
    private static final String TUNNELLED = "020000000102" + "020000000101" + "0800"
            + "450000400000400040 11 b6a9 c0000201c0000202".replace(" ", "")
            + "c00019eb002c0000"
            + "00013140"
            + "450000200001000040 01 8ad5 78000004 78000003".replace(" ", "")
            + "0800a1f80001000155aa00ff";

    /** The same in GRE. */
    private static final String IN_GRE = "02000000010202000000010108004500003c00010000402ff68ec0000201c000"
            + "02020000884700013140450000200001000040018ad578000004780000030800"
            + "a1f80001000155aa00ff";

    /** fd00:120::4 > fd00:120::3 in GRE. */
    private static final String IPV6_IN_GRE = "02000000010202000000010108004500005000010000402ff67ac0000201c000"
            + "0202000088470001314060000000000c3a40fd00012000000000000000000000"
            + "0004fd0001200000000000000000000000038000a1f80001000155aa00ff";

    /** The same as the first in a frame from 02:00:78:00:30:04 to 02:00:78:00:30:03 under VNI 5003. */
    private static final String IN_VXLAN = "020000000102020000000101080045000052000100004011f696c0000201c000"
            + "0202c00012b5003e00000800000000138b000200780030030200780030040800"
            + "450000200001000040018ad578000004780000030800a1f80001000155aa00ff";

    /** A frame of type 88b5 under label 52. */
    private static final String FRAME_IN_UDP = "020000000102020000000101080045000033000100004011f6b5c0000201c000"
            + "0202c00019eb001f00000003414002007800300302007800300488b568656c6c"
            + "6f";

    private static final IpAddress FROM = IpAddress.v4(0x78000004);
    private static final IpAddress TO = IpAddress.v4(0x78000003);
    private static final IpAddress FIRST = IpAddress.v4(0xc0000201);
    private static final IpAddress LAST = IpAddress.v4(0xc0000202);
    private static final HexFormat HEX = HexFormat.of();

    private static byte[] frame() {
        return HEX.parseHex(TUNNELLED);
    }

    private static Sighting read(final byte[] frame) {
        return FrameReader.read(frame, frame.length, frame.length);
    }

    @Test
    void shouldReadLabelAndAddressesOfATunnelPacket() {
        assertThat(read(frame())).isEqualTo(tunnelled(Encap.UDP, 19, new Inner(Inner.NO_MAC, 0x0800, FROM, TO, 1)));
    }

    private static Tunnelled tunnelled(final Encap encap, final int id, final Inner inner) {
        return new Tunnelled(encap, 0xc0000201, 0xc0000202, id, inner);
    }

    @Test
    void shouldReadMplsInGre() {
        assertThat(read(HEX.parseHex(IN_GRE)))
                .isEqualTo(tunnelled(Encap.GRE, 19, new Inner(Inner.NO_MAC, 0x0800, FROM, TO, 1)));
    }

    @Test
    void shouldReadIpv6UnderALabel() {
        final IpAddress from = new IpAddress(0xfd00_0120_0000_0000L, 4);
        final IpAddress to = new IpAddress(0xfd00_0120_0000_0000L, 3);

        assertThat(read(HEX.parseHex(IPV6_IN_GRE)))
                .isEqualTo(tunnelled(Encap.GRE, 19, new Inner(Inner.NO_MAC, 0x86dd, from, to, 58)));
    }

    @Test
    void shouldReadAFrameInVxlan() {
        assertThat(read(HEX.parseHex(IN_VXLAN)))
                .isEqualTo(tunnelled(Encap.VXLAN, 5003, new Inner(0x020078003003L, 0x0800, FROM, TO, 1)));
    }

    @Test
    void shouldReadAFrameThatIsNotIpUnderALabel() {
        assertThat(read(HEX.parseHex(FRAME_IN_UDP)))
                .isEqualTo(tunnelled(Encap.UDP, 52, Inner.notIp(0x020078003003L, 0x88b5)));
    }

    @Test
    void shouldAcceptPaddingInsideAFrameOnly() {
        final byte[] frame = HEX.parseHex(IN_VXLAN);
        // The inner packet says that it is one byte shorter than what carries it.
        frame[67]--;
        frame[75]++;
        assertThat(read(frame)).isInstanceOf(Tunnelled.class);
        frame[67]++;
        frame[67]++;
        frame[75]--;
        frame[75]--;
        assertThat(FrameReader.read(frame, frame.length, frame.length + 4))
                .isEqualTo(new Malformed("inner IP length differs from the outer one"));
    }

    @Test
    void shouldFindFaultWithGreThatCarriesSomethingElse() {
        final byte[] frame = HEX.parseHex(IN_GRE);
        frame[36] = 0x08;

        assertThat(read(frame)).isEqualTo(new Malformed("GRE with flags or something else than MPLS in it"));
    }

    @Test
    void shouldFindFaultWithVxlanWithoutItsBit() {
        final byte[] frame = HEX.parseHex(IN_VXLAN);
        frame[42] = 0;

        assertThat(read(frame)).isEqualTo(new Malformed("VXLAN header with other flags than I"));
    }

    @Test
    void shouldReadIpv6OutsideATunnel() {
        final byte[] inner = Arrays.copyOfRange(HEX.parseHex(IPV6_IN_GRE), 42, IPV6_IN_GRE.length() / 2);
        final byte[] frame = HEX.parseHex("020000000102" + "020000000101" + "86dd" + HEX.formatHex(inner));

        assertThat(read(frame))
                .isEqualTo(new Plain(
                        new IpAddress(0xfd00_0120_0000_0000L, 4), new IpAddress(0xfd00_0120_0000_0000L, 3), 58));
        assertThat(read(Arrays.copyOf(frame, 50))).isEqualTo(new Malformed("IPv6 header cut short"));
        assertThat(read(Arrays.copyOf(frame, 60))).isEqualTo(new Malformed("IPv6 length does not fit the frame"));
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

        assertThat(read(frame)).isEqualTo(new Plain(FIRST, LAST, 17));
    }

    @Test
    void shouldNotReadAPortFromALaterFragment() {
        final byte[] frame = frame();
        frame[20] = 0x00;
        frame[21] = 0x10;
        frame[24] = (byte) 0xf6;
        frame[25] = (byte) 0x99;

        assertThat(read(frame)).isEqualTo(new Plain(FIRST, LAST, 17));
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

        assertThat(read(frame)).isEqualTo(new Malformed("inner IP length differs from the outer one"));
    }

    @Test
    void shouldNeverFailWhateverTheBytes() {
        final long seed = 20261122L;
        final Random random = new Random(seed);
        final List<String> frames = List.of(TUNNELLED, IN_GRE, IPV6_IN_GRE, IN_VXLAN, FRAME_IN_UDP);
        for (int round = 0; round < 40_000; round++) {
            final byte[] frame = HEX.parseHex(frames.get(round % frames.size()));
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
