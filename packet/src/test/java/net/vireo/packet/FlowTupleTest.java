// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packets are Linux's own, unless spelt out. */
class FlowTupleTest extends ViewTest {
    private static final int ETHERNET = 14;
    private static final int HOST_A = 0x0a00_0102;
    private static final int HOST_B = 0x0a00_0202;

    private long ipv4(final long p, final int length) {
        final int header = Ipv4.check(p, length);
        assertThat(header).isPositive();
        return FlowTuple.ofIpv4(p, header);
    }

    private static long ipv6(final long p) {
        final long walk = Ipv6Extensions.walk(p, Ipv6.totalLengthBytes(p));
        assertThat(walk).isNotNegative();
        return FlowTuple.ofIpv6(p, walk);
    }

    private long ofCorpus(final String name) {
        final byte[] frame = CORPUS.bytes(name);
        final long p = buffer.put(frame, ETHERNET);
        return Memory.getByte(p) >>> 4 == 4 ? ipv4(p, frame.length - ETHERNET) : ipv6(p);
    }

    @ParameterizedTest
    @CsvSource({
        "udp-data, 17, 40000, 7",
        "tcp-data, 6, 33342, 5001",
        "icmp-echo-request, 1, 13382, 0",
        "icmp-echo-reply, 1, 13382, 0",
        "ipv6-udp, 17, 40000, 5001",
        "ipv6-tcp-syn, 6, 50123, 5001",
        "ipv6-hop-by-hop, 17, 40000, 5001",
        "ipv6-destination-options, 17, 40000, 5001",
        "icmpv6-echo-request, 58, 4660, 129",
        "icmpv6-echo-reply, 58, 4660, 129",
        "nd-solicitation, 58, 0, 135",
        "icmpv6-listener-report, 58, 0, 143"
    })
    void shouldNameTheFlowOfAPacket(final String name, final int protocol, final int source, final int destination) {
        final long tuple = ofCorpus(name);
        assertThat(tuple).isNotNegative();
        assertThat(FlowTuple.protocol(tuple)).isEqualTo(protocol);
        assertThat(FlowTuple.destinationPort(tuple)).isEqualTo(destination);
        assertThat(FlowTuple.sourcePort(tuple)).isEqualTo(source);
        assertThat(FlowTuple.ports(tuple)).isEqualTo(FlowTuple.sourcePort(tuple) << 16 | destination);
        assertThat(FlowTuple.addressOffset(tuple)).isZero();
        assertThat(FlowTuple.isIcmpError(tuple)).isFalse();
        assertThat(FlowTuple.isHeadFragment(tuple)).isFalse();
        assertThat(FlowTuple.needsFragmentTable(tuple)).isFalse();
    }

    @Test
    void shouldGiveBothWaysOfAnEchoTheSamePorts() {
        final long request = ofCorpus("icmp-echo-request");
        assertThat(FlowTuple.ports(request)).isEqualTo(FlowTuple.ports(ofCorpus("icmp-echo-reply")));
        final long p = put("icmp-echo-request", ETHERNET);
        assertThat(FlowTuple.sourcePort(request)).isEqualTo(Icmp.identifier(p + 20));
        assertThat(FlowTuple.ipv4Addresses(p, request)).isEqualTo(Ipv4.addresses(p));
    }

    @Test
    void shouldReadAddressesOfIpv6() {
        final long tuple = ofCorpus("ipv6-udp");
        assertThat(FlowTuple.ipv6SourceOffset(tuple)).isEqualTo(8);
        assertThat(FlowTuple.ipv6DestinationOffset(tuple)).isEqualTo(24);
    }

    private static final String UDP_QUOTE = "4500001d00070000401164390a0001020a000202" + "9c4013890009ffff";

    private long icmpError(final String quote) {
        final int total = 28 + quote.length() / 2;
        return put(String.format("4500%04x00000000400100000a0001010a000102", total) + "0b00000000000000" + quote);
    }

    private long ofError(final String quote) {
        return ipv4(icmpError(quote), 28 + quote.length() / 2);
    }

    @Test
    void shouldNameTheFlowThatAnErrorTravelsWith() {
        final long p = icmpError(UDP_QUOTE);
        final long tuple = ofError(UDP_QUOTE);
        assertThat(FlowTuple.isIcmpError(tuple)).isTrue();
        assertThat(FlowTuple.protocol(tuple)).isEqualTo(IpProtocol.UDP);
        assertThat(FlowTuple.sourcePort(tuple)).isEqualTo(5001);
        assertThat(FlowTuple.destinationPort(tuple)).isEqualTo(40000);
        assertThat(FlowTuple.addressOffset(tuple)).isEqualTo(28);
        assertThat(FlowTuple.ipv4Addresses(p, tuple)).isEqualTo(pair(HOST_B, HOST_A));
    }

    @Test
    void shouldNameTheFlowOfErrorsThatLinuxSent() {
        final long exceeded = ofCorpus("icmp-time-exceeded");
        assertThat(FlowTuple.protocol(exceeded)).isEqualTo(IpProtocol.ICMP);
        assertThat(FlowTuple.isIcmpError(exceeded)).isTrue();
        final long p = put("icmp-time-exceeded", ETHERNET);
        assertThat(FlowTuple.ports(exceeded)).isEqualTo(Icmp.identifier(p + 48) << 16);
        final long unreachable = ofCorpus("icmp-port-unreachable");
        assertThat(FlowTuple.protocol(unreachable)).isEqualTo(IpProtocol.UDP);
        assertThat(FlowTuple.isIcmpError(unreachable)).isTrue();
        final long v6 = ofCorpus("icmpv6-time-exceeded");
        assertThat(FlowTuple.protocol(v6)).isEqualTo(IpProtocol.UDP);
        assertThat(FlowTuple.ports(v6)).isEqualTo(5001 << 16 | 40000);
        assertThat(FlowTuple.addressOffset(v6)).isEqualTo(48);
        final long ip = put("icmpv6-time-exceeded", ETHERNET);
        assertThat(Memory.getLongBe(ip + FlowTuple.ipv6SourceOffset(v6))).isEqualTo(0x2001_0db8_000b_0000L);
        assertThat(Memory.getLongBe(ip + FlowTuple.ipv6DestinationOffset(v6))).isEqualTo(0x2001_0db8_000a_0000L);
        assertThat(FlowTuple.ports(ofCorpus("icmpv6-echo-time-exceeded"))).isEqualTo(0x1234 << 16 | 129);
        assertThat(FlowTuple.ports(ofCorpus("icmpv6-packet-too-big"))).isEqualTo(5001 << 16 | 40001);
    }

    @Test
    void shouldSayWhenAnErrorDoesNotShowItsFlow() {
        // The quote stops before, and right behind, the ports.
        assertThat(ofError(UDP_QUOTE.substring(0, 46))).isEqualTo(Malformed.BAD_QUOTE);
        assertThat(ofError(UDP_QUOTE.substring(0, 48))).isNotNegative();
        assertThat(ofError("")).isEqualTo(Malformed.BAD_QUOTE);
        assertThat(ofError(UDP_QUOTE.substring(0, 38))).isEqualTo(Malformed.BAD_QUOTE);
        // Another version, a header that is too short, a header past the quote's end, a total length before the ports.
        assertThat(ofError("6" + UDP_QUOTE.substring(1))).isEqualTo(Malformed.BAD_QUOTE);
        assertThat(ofError("44" + UDP_QUOTE.substring(2))).isEqualTo(Malformed.BAD_QUOTE);
        assertThat(ofError("4f" + UDP_QUOTE.substring(2))).isEqualTo(Malformed.BAD_QUOTE);
        assertThat(ofError("45000017" + UDP_QUOTE.substring(8))).isEqualTo(Malformed.BAD_QUOTE);
        // An error about an error.
        assertThat(ofError("4500001c00070000400100000a0001020a000202" + "0300000000000000"))
                .isEqualTo(Malformed.BAD_QUOTE);
    }

    @Test
    void shouldSayWhenAnIpv6ErrorDoesNotShowItsFlow() {
        assertThat(cutError(8 + 40 + 4)).isNotNegative();
        assertThat(cutError(8 + 40 + 3)).isEqualTo(Malformed.BAD_QUOTE);
        assertThat(cutError(8 + 39)).isEqualTo(Malformed.BAD_QUOTE);
        assertThat(cutError(8)).isEqualTo(Malformed.BAD_QUOTE);
        assertThat(cutError(3)).isEqualTo(Malformed.BAD_QUOTE);
        final long p = put("icmpv6-time-exceeded", ETHERNET);
        Memory.putByte(p + 48, (byte) 0x40);
        assertThat(ipv6(p)).isEqualTo(Malformed.BAD_QUOTE);
    }

    private long cutError(final int payloadBytes) {
        final byte[] frame = CORPUS.bytes("icmpv6-time-exceeded");
        final long p = buffer.put(Arrays.copyOf(frame, ETHERNET + 40 + payloadBytes), ETHERNET);
        Ipv6.payloadLengthBytes(p, payloadBytes);
        return ipv6(p);
    }

    @Test
    void shouldAskForTheFragmentTable() {
        final long middle = ofCorpus("ipv4-fragment-middle");
        assertThat(FlowTuple.needsFragmentTable(middle)).isTrue();
        assertThat(FlowTuple.ports(middle)).isZero();
        assertThat(FlowTuple.fragmentId(middle)).isEqualTo(Ipv4.id(put("ipv4-fragment-middle", ETHERNET)));
        final long first = ofCorpus("ipv6-fragment-first");
        assertThat(FlowTuple.isHeadFragment(first)).isTrue();
        assertThat(FlowTuple.ports(first)).isEqualTo(40000 << 16 | 5001);
        final long last = ofCorpus("ipv6-fragment-last");
        assertThat(FlowTuple.needsFragmentTable(last)).isTrue();
        assertThat(FlowTuple.isHeadFragment(last)).isFalse();
        assertThat(FlowTuple.fragmentId(last)).isEqualTo(Memory.getIntBe(put("ipv6-fragment-last", ETHERNET) + 44));
        assertThat(FlowTuple.ports(ofCorpus("ipv6-hop-by-hop-fragment"))).isZero();
    }

    @Test
    void shouldKeepFragmentsOfQuotesApart() {
        final long later = ofError("4500001d00070003401164390a0001020a000202" + "9c4013890009ffff");
        assertThat(FlowTuple.needsFragmentTable(later)).isTrue();
        assertThat(FlowTuple.isIcmpError(later)).isTrue();
        assertThat(FlowTuple.fragmentId(later)).isEqualTo(7);
        final long head = ofError("4500001d00072000401164390a0001020a000202" + "9c4013890009ffff");
        assertThat(FlowTuple.isHeadFragment(head)).isFalse();
        assertThat(FlowTuple.ports(head)).isEqualTo(5001 << 16 | 40000);
    }

    @Test
    void shouldReadSctpAndLeaveOthersWithoutPorts() {
        final long sctp = put("4500002000070000408463c60a0001020a000202" + "9c401389" + "0000000100000000");
        assertThat(FlowTuple.ports(ipv4(sctp, 32))).isEqualTo(40000 << 16 | 5001);
        final long gre = put("4500001800070000402f64230a0001020a000202" + "00008847");
        assertThat(ipv4(gre, 24)).isEqualTo(47L << 32);
        // ICMPv6's number in IPv4, and ICMP's in IPv6, are just numbers.
        final long strange = put("4500001600070000403a641a0a0001020a000202" + "8000");
        assertThat(ipv4(strange, 22)).isEqualTo(58L << 32);
        final long timestamp = put("4500001c00070000400164510a0001020a000202" + "0d00000012345678");
        assertThat(FlowTuple.ports(ipv4(timestamp, 28))).isEqualTo(13);
    }

    @Test
    void shouldRefusePortsThatAreNotThere() {
        assertThat(ipv4(put("4500001700070000401164260a0001020a000202" + "9c4013"), 23))
                .isEqualTo(Malformed.TRUNCATED);
        assertThat(ipv4(put("4500001b00070000400164320a0001020a000202" + "08000000123456"), 27))
                .isEqualTo(Malformed.TRUNCATED);
        assertThat(ipv4(put("4500001400070000400164390a0001020a000202"), 20)).isEqualTo(Malformed.TRUNCATED);
    }
}
