// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class Ipv6Test extends ViewTest {
    private static final int ETHERNET = 14;
    private static final long NET_A = 0x2001_0db8_000a_0000L;
    private static final long NET_B = 0x2001_0db8_000b_0000L;

    @Test
    void shouldReadEveryField() {
        final long p = put("ipv6-udp", ETHERNET);
        assertThat(Ipv6.check(p, 53)).isEqualTo(40);
        final long head = Ipv6.head(p);
        assertThat(head).isEqualTo(0x600b_0331_000d_1140L);
        assertThat(Ipv6.trafficClass(p)).isEqualTo(Ipv6.trafficClassOf(head)).isZero();
        assertThat(Ipv6.flowLabel(p)).isEqualTo(Ipv6.flowLabelOf(head)).isEqualTo(0xb0331);
        assertThat(Ipv6.payloadLengthBytes(p))
                .isEqualTo(Ipv6.payloadLengthBytesOf(head))
                .isEqualTo(13);
        assertThat(Ipv6.totalLengthBytes(p)).isEqualTo(53);
        assertThat(Ipv6.nextHeader(p)).isEqualTo(Ipv6.nextHeaderOf(head)).isEqualTo(IpProtocol.UDP);
        assertThat(Ipv6.hopLimit(p)).isEqualTo(Ipv6.hopLimitOf(head)).isEqualTo(64);
        assertThat(Ipv6.sourceHigh(p)).isEqualTo(NET_A);
        assertThat(Ipv6.sourceLow(p)).isEqualTo(2);
        assertThat(Ipv6.destinationHigh(p)).isEqualTo(NET_B);
        assertThat(Ipv6.destinationLow(p)).isEqualTo(2);
    }

    @Test
    void shouldReadFieldsThatAreAllOnes() {
        final long p = put("6fffffff" + "00000000".repeat(9));
        assertThat(Ipv6.trafficClass(p)).isEqualTo(0xff);
        assertThat(Ipv6.flowLabel(p)).isEqualTo(0xf_ffff);
        assertThat(Ipv6.trafficClassOf(Ipv6.head(p))).isEqualTo(0xff);
        assertThat(Ipv6.flowLabelOf(Ipv6.head(p))).isEqualTo(0xf_ffff);
        assertThat(Ipv6.payloadLengthBytesOf(0x6000_0000_ffff_0000L)).isEqualTo(0xffff);
        assertThat(Ipv6.ecn(p)).isEqualTo(3);
    }

    @Test
    void shouldRefuseWhatIsShortOrOfAnotherVersion() {
        final long p = put("ipv6-udp", ETHERNET);
        assertThat(Ipv6.check(p, 39)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Ipv6.check(p, 52)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Ipv6.check(p, 60)).isEqualTo(40);
        for (int version = 0; version < 16; version++) {
            Memory.putByte(p, (byte) (version << 4));
            assertThat(Ipv6.check(p, 53)).isEqualTo(version == 6 ? 40 : Malformed.BAD_VERSION);
        }
    }

    @Test
    void shouldCountAJumbogramAsEmpty() {
        final long p = put("6000000000000040" + "00".repeat(32));
        assertThat(Ipv6.check(p, 40)).isEqualTo(40);
        assertThat(Ipv6.totalLengthBytes(p)).isEqualTo(40);
    }

    @Test
    void shouldWriteWhatLinuxWrote() {
        final long theirs = put("ipv6-udp", ETHERNET);
        final String expected = written(53);
        final long head = Ipv6.head(theirs);
        Memory.fill(theirs, 40, (byte) 0xa5);
        Ipv6.emitHead(theirs, 0, Ipv6.flowLabelOf(head), 13, IpProtocol.UDP, 64);
        Ipv6.source(theirs, NET_A, 2);
        Ipv6.destination(theirs, NET_B, 2);
        assertThat(written(53)).isEqualTo(expected);
    }

    @Test
    void shouldChangeOneFieldAndNothingElse() {
        final long p = buffer.garbage(40);
        Ipv6.emitHead(p, 0x12, 0xf_edcb, 0xfffe, IpProtocol.TCP, 1);
        Ipv6.trafficClass(p, 0xff);
        assertThat(Ipv6.head(p)).isEqualTo(0x6fff_edcb_fffe_0601L);
        Ipv6.ecn(p, 1);
        assertThat(Ipv6.head(p)).isEqualTo(0x6fdf_edcb_fffe_0601L);
        Ipv6.decrementHopLimit(p);
        assertThat(Ipv6.head(p)).isEqualTo(0x6fdf_edcb_fffe_0600L);
        Ipv6.payloadLengthBytes(p, 7);
        assertThat(Ipv6.head(p)).isEqualTo(0x6fdf_edcb_0007_0600L);
        assertThat(written(32)).isEqualTo("a5".repeat(32));
    }

    @Test
    void shouldVerifyWhatLinuxSummed() {
        final long udp = put("ipv6-udp", ETHERNET);
        assertThat(verify(udp, IpProtocol.UDP, 13)).isTrue();
        assertThat(verify(put("ipv6-tcp-syn", ETHERNET), IpProtocol.TCP, 40)).isTrue();
        final long echo = put("icmpv6-echo-request", ETHERNET);
        assertThat(verify(echo, IpProtocol.ICMPV6, 13)).isTrue();
        Memory.putByte(echo + 52, (byte) 0);
        assertThat(verify(echo, IpProtocol.ICMPV6, 13)).isFalse();
    }

    private static boolean verify(final long p, final int protocol, final int lengthBytes) {
        return TransportChecksum.verify(Ipv6.pseudoHeaderSum(p, protocol, lengthBytes), p + 40, protocol, lengthBytes);
    }

    @Test
    void shouldFillWhatLinuxSummed() {
        for (final String name : new String[] {"ipv6-udp", "ipv6-tcp-syn", "icmpv6-echo-request"}) {
            final long p = put(name, ETHERNET);
            final int length = Ipv6.payloadLengthBytes(p);
            final String expected = written(length);
            final int protocol = Ipv6.nextHeader(p);
            final long pseudo = Ipv6.pseudoHeaderSum(p, protocol, length);
            Memory.putShortBe(p + 40 + TransportChecksum.fieldOffset(protocol), (short) 0xa5a5);
            TransportChecksum.fill(pseudo, p + 40, protocol, length);
            assertThat(written(length)).as(name).isEqualTo(expected);
        }
    }

    /** The same datagram as Linux hands it to a device that completes checksums: 5ba9 is the pseudo-header's sum. */
    @Test
    void shouldLeaveToADeviceWhatLinuxLeaves() {
        final long p = put("ipv6-udp", ETHERNET);
        final String complete = written(13);
        TransportChecksum.fillPartial(Ipv6.pseudoHeaderSum(p, IpProtocol.UDP, 13), p + 40, IpProtocol.UDP);
        assertThat(Udp.checksum(p + 40)).isEqualTo(0x5ba9);
        assertThat(Checksum.complete(p + 40, 13, TransportChecksum.fieldOffset(IpProtocol.UDP)))
                .isEqualTo(13);
        assertThat(written(13)).isEqualTo(complete);
    }

    @Test
    void shouldNotTakeUdpWithoutChecksum() {
        final long p = put("ipv6-udp", ETHERNET);
        Memory.putShortBe(p + 46, (short) 0);
        assertThat(verify(p, IpProtocol.UDP, 13)).isFalse();
    }

    @Test
    void shouldWriteAComputedZeroAsAllOnesForUdpOnly() {
        final long p = put("ipv6-udp", ETHERNET);
        // The last two bytes take what is missing to a sum of all ones.
        Memory.putShortBe(p + 46, (short) 0);
        final long pseudo = Ipv6.pseudoHeaderSum(p, IpProtocol.UDP, 12);
        Memory.putShortBe(p + 50, (short) 0);
        Memory.putShortBe(p + 50, (short) Checksum.finish(pseudo + Checksum.sum(p + 40, 12)));
        TransportChecksum.fill(pseudo, p + 40, IpProtocol.UDP, 12);
        assertThat(Udp.checksum(p + 40)).isEqualTo(0xffff);
        assertThat(TransportChecksum.verify(pseudo, p + 40, IpProtocol.UDP, 12)).isTrue();
    }

    @Test
    void shouldKnowWhereChecksumsAre() {
        assertThat(TransportChecksum.fieldOffset(IpProtocol.TCP)).isEqualTo(16);
        assertThat(TransportChecksum.fieldOffset(IpProtocol.UDP)).isEqualTo(6);
        assertThat(TransportChecksum.fieldOffset(IpProtocol.ICMP)).isEqualTo(2);
        assertThat(TransportChecksum.fieldOffset(IpProtocol.ICMPV6)).isEqualTo(2);
        assertThat(TransportChecksum.fieldOffset(IpProtocol.SCTP)).isEqualTo(-1);
    }

    @Test
    void shouldDescribeAsTcpdumpDoes() {
        assertThat(Ipv6.describe(put("ipv6-udp", ETHERNET), 53))
                .isEqualTo("IP6 2001:db8:a::2.40000 > 2001:db8:b::2.5001: UDP, length 5");
        assertThat(Ipv6.describe(put("ipv6-fragment-middle", ETHERNET), 1496))
                .isEqualTo("IP6 2001:db8:a::2 > 2001:db8:b::2: UDP fragment, id "
                        + Integer.toUnsignedString(Memory.getIntBe(put("ipv6-fragment-middle", ETHERNET) + 44))
                        + ", offset 1448+, length 1448");
        assertThat(Ipv6.describe(put("nd-solicitation", ETHERNET), 72))
                .isEqualTo("IP6 2001:db8:a::2 > ff02::1:ff00:1: ICMP6, neighbor solicitation, "
                        + "who has 2001:db8:a::1, length 32");
        assertThat(Ipv6.describe(put("nd-advertisement", ETHERNET), 72))
                .isEqualTo("IP6 2001:db8:a::1 > 2001:db8:a::2: ICMP6, neighbor advertisement, "
                        + "tgt is 2001:db8:a::1, Flags [router, solicited, override], length 32");
        assertThat(Ipv6.describe(put("icmpv6-packet-too-big", ETHERNET), 1280))
                .isEqualTo("IP6 2001:db8:a::1 > 2001:db8:a::2: ICMP6, packet too big, mtu 1400, length 1240");
        assertThat(Ipv6.describe(put("ipv6-udp", ETHERNET), 52)).isEqualTo("IP6 truncated, length 52");
    }
}
