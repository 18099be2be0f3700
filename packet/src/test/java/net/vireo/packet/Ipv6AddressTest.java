// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6AddressTest {
    private static final long SEED = 0x5eed_1b6aL;

    /** The examples of RFC 4291 2.2 and RFC 5952 1 to 5. */
    @ParameterizedTest
    @CsvSource({
        "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
        "2001:DB8:0:0:8:800:200C:417A, 2001:db8::8:800:200c:417a",
        "FF01:0:0:0:0:0:0:101, ff01::101",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "::, ::",
        "::13.1.68.3, ::d01:4403",
        "::FFFF:129.144.52.38, ::ffff:129.144.52.38",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::",
        "1::, 1::",
        "fe80::1:0, fe80::1:0",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8"
    })
    void shouldReadAnyFormAndWriteTheRecommendedOne(final String text, final String canonical) {
        final Ipv6Address address = Ipv6Address.parse(text);
        assertThat(address).hasToString(canonical);
        assertThat(Ipv6Address.parse(canonical)).isEqualTo(address);
    }

    /** The JDK's parser is somebody else's. */
    @Test
    void shouldReadWhatTheJdkReads() throws UnknownHostException {
        final Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            final long high = sparse(random);
            final long low = sparse(random);
            final String text = Ipv6Address.format(high, low);
            final byte[] theirs = InetAddress.getByName(text).getAddress();
            // The JDK turns IPv4-mapped addresses into IPv4 ones.
            if (theirs.length == 16) {
                final ByteBuffer bytes = ByteBuffer.wrap(theirs);
                assertThat(new Ipv6Address(bytes.getLong(), bytes.getLong()))
                        .as("seed %x, %s", SEED, text)
                        .isEqualTo(new Ipv6Address(high, low));
            }
            assertThat(Ipv6Address.parse(text)).as(text).isEqualTo(new Ipv6Address(high, low));
            final String full = InetAddress.getByAddress(bytes(high, low)).getHostAddress();
            if (full.indexOf(':') >= 0) {
                assertThat(Ipv6Address.parse(full)).as(full).isEqualTo(new Ipv6Address(high, low));
            }
        }
    }

    private static byte[] bytes(final long high, final long low) {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    /** Groups that are zero half the time. */
    private static long sparse(final Random random) {
        long half = 0;
        for (int group = 0; group < 4; group++) {
            half = half << 16 | (random.nextBoolean() ? 0 : random.nextInt(1 << 1 + random.nextInt(16)));
        }
        return half;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "1::2::3",
                "::1::",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "::1.2.3",
                "::1.2.3.4.5",
                "::01.2.3.4",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "fe80::1%eth0",
                "[::1]",
                " ::1",
                "::\u0661",
                "1.2.3.4"
            })
    void shouldRefuseWhatIsNoIpv6Address(final String text) {
        assertThatThrownBy(() -> Ipv6Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an IPv6 address: \"" + text + "\" (expected groups such as 2001:db8::1)");
    }

    @Test
    void shouldTellKindsOfAddresses() {
        assertThat(Ipv6Address.isMulticast(high("ff02::1"))).isTrue();
        assertThat(Ipv6Address.isMulticast(high("fe80::1"))).isFalse();
        assertThat(Ipv6Address.isLinkLocal(high("fe80::1"))).isTrue();
        assertThat(Ipv6Address.isLinkLocal(high("febf::1"))).isTrue();
        assertThat(Ipv6Address.isLinkLocal(high("fec0::1"))).isFalse();
        assertThat(Ipv6Address.isLinkLocal(high("fe7f::1"))).isFalse();
        assertThat(Ipv6Address.isUnspecified(0, 0)).isTrue();
        assertThat(Ipv6Address.isUnspecified(0, 1)).isFalse();
        assertThat(Ipv6Address.isUnspecified(1, 0)).isFalse();
        assertThat(Ipv6Address.isLoopback(0, 1)).isTrue();
        assertThat(Ipv6Address.isLoopback(1, 1)).isFalse();
        assertThat(Ipv6Address.isHost(0, 0)).isFalse();
        assertThat(Ipv6Address.isHost(0, 1)).isFalse();
        assertThat(Ipv6Address.isHost(0, 2)).isTrue();
        assertThat(Ipv6Address.isHost(high("2001:db8::"), 0)).isTrue();
        assertThat(Ipv6Address.isHost(high("ff05::"), 2)).isFalse();
    }

    private static long high(final String text) {
        return Ipv6Address.parse(text).high();
    }

    @Test
    void shouldMakeGroupsAndMasks() {
        final Ipv6Address host = Ipv6Address.parse("2001:db8::f00d:cafe:1234");
        assertThat(Ipv6Address.format(Ipv6Address.LINK_GROUP_HIGH, Ipv6Address.solicitedNodeLow(host.low())))
                .isEqualTo("ff02::1:fffe:1234");
        assertThat(MacAddress.format(Ipv6Address.multicastMac(Ipv6Address.solicitedNodeLow(host.low()))))
                .isEqualTo("33:33:ff:fe:12:34");
        for (int length = 0; length <= 128; length++) {
            assertThat(Long.bitCount(Ipv6Address.maskHigh(length)) + Long.bitCount(Ipv6Address.maskLow(length)))
                    .isEqualTo(length);
        }
        assertThat(Ipv6Address.maskHigh(1)).isEqualTo(Long.MIN_VALUE);
        assertThat(Ipv6Address.maskLow(65)).isEqualTo(Long.MIN_VALUE);
        assertThat(Ipv6Address.maskHigh(48)).isEqualTo(0xffff_ffff_ffff_0000L);
    }
}
