// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class Ipv4Test extends ViewTest {
    /** A ping's header, made by Linux. */
    private static final String HEADER = "4500002c17ab400040010c230a0001020a000202";

    private static final long ADDRESSES = 0x0a00_0102_0a00_0202L;

    @Test
    void shouldReadHeader() {
        final long p = put("icmp-echo-request", 14);
        assertThat(Ipv4.check(p, 44)).isEqualTo(20);
        assertThat(Ipv4.headerBytes(p)).isEqualTo(20);
        assertThat(Ipv4.tos(p)).isZero();
        assertThat(Ipv4.totalLengthBytes(p)).isEqualTo(44);
        assertThat(Ipv4.id(p)).isEqualTo(0x17ab);
        assertThat(Ipv4.flagsAndOffset(p)).isEqualTo(Ipv4.DONT_FRAGMENT);
        assertThat(Ipv4.dontFragment(p)).isTrue();
        assertThat(Ipv4.moreFragments(p)).isFalse();
        assertThat(Ipv4.isFragment(p)).isFalse();
        assertThat(Ipv4.ttl(p)).isEqualTo(64);
        assertThat(Ipv4.protocol(p)).isEqualTo(IpProtocol.ICMP);
        assertThat(Ipv4.checksum(p)).isEqualTo(0x0c23);
        assertThat(Ipv4.source(p)).isEqualTo(0x0a00_0102);
        assertThat(Ipv4.destination(p)).isEqualTo(0x0a00_0202);
        assertThat(Ipv4.verifyChecksum(p)).isTrue();
    }

    @Test
    void shouldReadWideWhatTheFieldsSay() {
        final long p = put(HEADER);
        assertThat(Ipv4.versionIhlTosLength(p)).isEqualTo(0x4500_002c);
        assertThat(Ipv4.head(p)).isEqualTo(0x4500_002c_17ab_4000L);
        assertThat(Ipv4.life(p)).isEqualTo(0x4001_0c23);
        assertThat(Ipv4.addresses(p)).isEqualTo(ADDRESSES);
        assertThat(Ipv4.isFragmentOf(Ipv4.head(p))).isFalse();
    }

    @Test
    void shouldWriteHeaderWithItsChecksum() {
        final long p = buffer.garbage(20);
        Ipv4.emit(p, 0, 44, 0x17ab, Ipv4.DONT_FRAGMENT, 64, IpProtocol.ICMP, ADDRESSES);
        assertThat(written(20)).isEqualTo(HEADER);
    }

    @Test
    void shouldKeepFieldsApartWhenBitsAreHigh() {
        final long p = buffer.garbage(20);
        Ipv4.emit(p, 0xfffc, 0xf_ffff, 0xf_fffe, 0xe1fff, 255, 0xfff, -1L);
        assertThat(written(20)).startsWith("45fcfffffffe1fffffff").endsWith("ffffffffffffffff");
        assertThat(Ipv4.verifyChecksum(p)).isTrue();
    }

    @Test
    void shouldReadFragments() {
        final long middle = put("ipv4-fragment-middle", 14);
        assertThat(Ipv4.fragmentOffsetBytes(middle)).isEqualTo(1480);
        assertThat(Ipv4.moreFragments(middle)).isTrue();
        assertThat(Ipv4.isFragment(middle)).isTrue();
        final long last = put("ipv4-fragment-last", 14);
        assertThat(Ipv4.fragmentOffsetBytes(last)).isEqualTo(2960);
        assertThat(Ipv4.moreFragments(last)).isFalse();
        assertThat(Ipv4.isFragmentOf(Ipv4.head(last))).isTrue();
    }

    @Test
    void shouldFindOptions() {
        final long p = put("ipv4-record-route", 14);
        assertThat(Ipv4.check(p, 84)).isEqualTo(60);
        assertThat(Ipv4.verifyChecksum(p)).isTrue();
        assertThat(Ipv4.findOption(p, 60, 7)).isEqualTo(20);
        assertThat(Ipv4.findOption(p, 60, 148)).isEqualTo(-1);
        assertThat(Ipv4.findOption(put(HEADER), 20, 7)).isEqualTo(-1);
    }

    @Test
    void shouldAcceptPaddingBehindThePacket() {
        assertThat(Ipv4.check(put(HEADER.replace("002c", "0014") + "0000"), 22)).isEqualTo(20);
    }

    @Test
    void shouldRefuseWhatLies() {
        assertThat(Ipv4.check(buffer.garbage(19), 19)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Ipv4.check(buffer.garbage(0), 0)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Ipv4.check(put("6" + HEADER.substring(1)), 20)).isEqualTo(Malformed.BAD_VERSION);
        assertThat(Ipv4.check(put("44" + HEADER.substring(2)), 20)).isEqualTo(Malformed.BAD_HEADER_LENGTH);
        assertThat(Ipv4.check(put("40" + HEADER.substring(2)), 20)).isEqualTo(Malformed.BAD_HEADER_LENGTH);
        assertThat(Ipv4.check(put(HEADER.replace("002c", "0013")), 20)).isEqualTo(Malformed.BAD_LENGTH);
        assertThat(Ipv4.check(put(HEADER.replace("002c", "0000")), 20)).isEqualTo(Malformed.BAD_LENGTH);
        assertThat(Ipv4.check(put(HEADER), 20)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Ipv4.check(put(HEADER.replace("4500002c", "4f00002c")), 20)).isEqualTo(Malformed.BAD_LENGTH);
        assertThat(Ipv4.check(put(HEADER.replace("4500002c", "4f00003c")), 20)).isEqualTo(Malformed.TRUNCATED);
    }

    @Test
    void shouldCorrectTheChecksumWhenTheTtlFalls() {
        final long p = put(HEADER);
        for (int ttl = 63; ttl >= 0; ttl--) {
            Ipv4.decrementTtl(p);
            assertThat(Ipv4.ttl(p)).isEqualTo(ttl);
            assertThat(Ipv4.protocol(p)).isEqualTo(IpProtocol.ICMP);
            assertThat(Ipv4.verifyChecksum(p)).as("checksum at TTL %d", ttl).isTrue();
        }
    }

    @Test
    void shouldFillTheChecksumAfterEdits() {
        final long p = put(HEADER);
        Ipv4.totalLengthBytes(p, 1400);
        Ipv4.addresses(p, 0x7800_0004_7800_0003L);
        assertThat(Ipv4.verifyChecksum(p)).isFalse();
        Ipv4.fillChecksum(p);
        assertThat(Ipv4.verifyChecksum(p)).isTrue();
        assertThat(Ipv4.checksum(p))
                .isEqualTo(Checksum.update32(
                        Checksum.update32(Checksum.update16(0x0c23, 44, 1400), 0x0a00_0102, 0x7800_0004),
                        0x0a00_0202,
                        0x7800_0003));
    }

    @Test
    void shouldDescribe() {
        assertThat(Ipv4.describe(put("icmp-echo-request", 14), 44))
                .isEqualTo("IP 10.0.1.2 > 10.0.2.2: ICMP echo request, id 13382, seq 1, length 24");
        assertThat(Ipv4.describe(put("tcp-syn", 14), 60))
                .isEqualTo("IP 10.0.1.2.33342 > 10.0.2.2.5001: Flags [S], seq 3362033366, win 65280, "
                        + "options [mss 1360,sackOK,TS,nop,wscale 10], length 0");
        assertThat(Ipv4.describe(put("mpls-over-udp", 14), 76))
                .isEqualTo("IP 10.0.1.2.53363 > 10.0.2.2.6635: UDP, length 48: MPLS (label 42, tc 0, [S], ttl 64) "
                        + "IP 10.0.1.2 > 10.0.2.2: ICMP echo request, id 13382, seq 1, length 24");
        assertThat(Ipv4.describe(put("ipv4-fragment-middle", 14), 1500))
                .isEqualTo("IP 10.0.1.2 > 10.0.1.1: ICMP fragment, id 18421, offset 1480+, length 1480");
        assertThat(Ipv4.describe(put("45"), 1)).isEqualTo("IP truncated, length 1");
        final long wrong = put("icmp-echo-request", 14);
        Memory.putByte(wrong + 8, (byte) 1);
        assertThat(Ipv4.describe(wrong, 44)).endsWith(" (bad IP checksum)");
        assertThat(Ipv4.describe(put("450000150000000040060000" + "0a0000010a00000200"), 21))
                .startsWith("IP 10.0.0.1 > 10.0.0.2: TCP truncated, length 1");
    }

    @Test
    void shouldStopDescribingTunnelsInTunnels() {
        final int layer = 32;
        final int layers = 40;
        final long p = buffer.garbage(layers * layer);
        for (int i = 0; i < layers; i++) {
            final long at = p + (long) i * layer;
            final int rest = (layers - i) * layer;
            Ipv4.emit(at, 0, rest, i, 0, 64, IpProtocol.UDP, ADDRESSES);
            Udp.emit(at + 20, 50000, UdpPort.MPLS, rest - 20);
            Mpls.emit(at + 28, Mpls.entry(42, 0, true, 64));
        }
        assertThat(Ipv4.describe(p, layers * layer)).contains("IP ..., length").hasSizeLessThan(1000);
    }
}
