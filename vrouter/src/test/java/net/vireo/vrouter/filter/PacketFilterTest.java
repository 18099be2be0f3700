// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketFilterTest {
    /** TCP 10.0.0.1:1000 to 10.0.0.2:80. */
    private static final String TCP = "020000000002 020000000001 0800" + "4500002800004000 40060000 0a000001 0a000002"
            + "03e80050 00000001 00000000 50020400 00000000";

    /** UDP 2001:db8::1:5000 to 2001:db8::2:53. */
    private static final String UDP6 = "020000000002 020000000001 86dd" + "60000000 0008 11 40"
            + "20010db8000000000000000000000001 20010db8000000000000000000000002" + "13880035 00080000";

    private static final String ARP =
            "ffffffffffff 020000000001 0806" + "0001080006040001 020000000001 0a000001 000000000000 0a000002";

    /** {@link #TCP} without its Ethernet header, in MPLS over UDP from 192.168.0.1 to 192.168.0.2. */
    private static final String TUNNELLED = "020000000004 020000000003 0800"
            + "4500004800000000 40110000 c0a80001 c0a80002" + "c35019eb 00340000" + "00010140"
            + "4500002800004000 40060000 0a000001 0a000002" + "03e80050 00000001 00000000 50020400 00000000";

    private static boolean matches(final String filter, final String hex) {
        return matches(PacketFilter.parse(filter), HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static boolean matches(final PacketFilter filter, final byte[] frame) {
        return matches(filter, frame, 0xa5);
    }

    /** @param behind what stands in memory behind the frame */
    private static boolean matches(final PacketFilter filter, final byte[] frame, final int behind) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment bytes = arena.allocate(frame.length + 64, 8);
            bytes.fill((byte) behind);
            MemorySegment.copy(frame, 0, bytes, ValueLayout.JAVA_BYTE, 0, frame.length);
            return filter.matches(bytes.address(), frame.length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp",
                "ip",
                "tcp port 80",
                "tcp and dst port 80",
                "src port 1000",
                "port 70-90",
                "host 10.0.0.2",
                "src host 10.0.0.1 and dst net 10.0.0.0/24",
                "not udp",
                "! ip6",
                "(udp or tcp) and port 80",
                "udp or tcp port 80",
                "proto 6",
                "TCP PORT 80"
            })
    void shouldMeanATcpSegment(final String filter) {
        assertThat(matches(filter, TCP)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp",
                "ip6",
                "arp",
                "tcp port 81",
                "src port 80",
                "host 10.0.0.3",
                "src host 10.0.0.2",
                "not tcp",
                "tcp and udp",
                "net 11.0.0.0/8",
                "host 2001:db8::1",
                "not (tcp or udp)"
            })
    void shouldNotMeanATcpSegment(final String filter) {
        assertThat(matches(filter, TCP)).isFalse();
    }

    @Test
    void shouldKnowIpv6AndArp() {
        assertThat(matches("ip6 udp port 53 and dst net 2001:db8::/64", UDP6)).isTrue();
        assertThat(matches("src host 2001:db8::2", UDP6)).isFalse();
        assertThat(matches("arp host 10.0.0.2", ARP)).isTrue();
        assertThat(matches("tcp or udp", ARP)).isFalse();
    }

    @Test
    void shouldLookIntoTunnels() {
        assertThat(matches("tcp port 80", TUNNELLED)).isTrue();
        assertThat(matches("host 10.0.0.1", TUNNELLED)).isTrue();
        assertThat(matches("udp port 6635", TUNNELLED)).isTrue();
        assertThat(matches("host 192.168.0.2", TUNNELLED)).isTrue();
        assertThat(matches("icmp", TUNNELLED)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 0",
                "tcp poort 80 | 4",
                "tcp port | 8",
                "port 70000 | 5",
                "port 9-1 | 5",
                "host example | 5",
                "host 10.0.0.1/33 | 5",
                "(tcp | 4",
                "tcp) | 3",
                "tcp and | 7",
                "src tcp | 4",
                "proto 300 | 6",
                "or tcp | 0"
            })
    void shouldSayWhereAFilterGoesWrong(final String filter, final int position) {
        assertThatThrownBy(() -> PacketFilter.parse(filter))
                .isInstanceOfSatisfying(
                        FilterError.class, error -> assertThat(error.position()).isEqualTo(position))
                .hasMessageContaining("position " + (position + 1));
    }

    @Test
    void shouldRefuseWhatIsTooLongOrTooDeep() {
        assertThatThrownBy(() -> PacketFilter.parse("(".repeat(100))).isInstanceOf(FilterError.class);
        assertThatThrownBy(() -> PacketFilter.parse("tcp ".repeat(200))).isInstanceOf(FilterError.class);
    }

    @Test
    void shouldReadNothingBehindAPacket() {
        final Random random = new Random(7);
        final PacketFilter filter = PacketFilter.parse("tcp port 80 or host 2001:db8::7 or arp host 1.2.3.4 or icmp6");
        final byte[][] frames = {
            HexFormat.of().parseHex(TCP.replace(" ", "")), HexFormat.of().parseHex(TUNNELLED.replace(" ", ""))
        };
        for (int i = 0; i < 20_000; i++) {
            final byte[] frame = frames[i & 1].clone();
            for (int fault = random.nextInt(4); fault > 0; fault--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            final byte[] cut = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            assertThat(matches(filter, cut, 0x50)).isEqualTo(matches(filter, cut, 0));
        }
    }
}
