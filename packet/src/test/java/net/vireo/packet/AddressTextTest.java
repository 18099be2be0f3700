// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {
    @Test
    void shouldReadAndWriteMacAddresses() {
        assertThat(MacAddress.parse("00:00:5e:00:01:00")).isEqualTo(0x5e00_0100L);
        assertThat(MacAddress.parse("FF-fe-fD-0c-b0-0A")).isEqualTo(0xfffe_fd0c_b00aL);
        assertThat(MacAddress.format(0xfffe_fd0c_b00aL)).isEqualTo("ff:fe:fd:0c:b0:0a");
        assertThat(MacAddress.format(0xdead_0000_5e00_0100L)).isEqualTo("00:00:5e:00:01:00");
        assertThat(MacAddress.isBroadcast(MacAddress.BROADCAST)).isTrue();
        assertThat(MacAddress.isMulticast(MacAddress.parse("01:00:5e:00:00:01")))
                .isTrue();
        assertThat(MacAddress.isMulticast(MacAddress.parse("02:00:5e:00:00:01")))
                .isFalse();
        assertThat(MacAddress.isBroadcast(MacAddress.parse("ff:ff:ff:ff:ff:fe")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00:00:5e:00:01",
                "00:00:5e:00:01:00:00",
                "00:00:5e:00:01:0g",
                "00:00-5e:00:01:00",
                "0:00:5e:00:01:000",
                "00:00:5e:00:01:0\u0661",
                "+0:00:5e:00:01:00"
            })
    void shouldRefuseWhatIsNoMacAddress(final String text) {
        assertThatThrownBy(() -> MacAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a MAC address: \"" + text + "\" (expected six octets such as 02:00:00:00:00:01)");
    }

    @Test
    void shouldReadAndWriteIpv4Addresses() {
        assertThat(Ipv4Address.parse("10.0.0.1")).isEqualTo(0x0a00_0001);
        assertThat(Ipv4Address.parse("255.255.255.255")).isEqualTo(Ipv4Address.BROADCAST);
        assertThat(Ipv4Address.parse("0.0.0.0")).isZero();
        assertThat(Ipv4Address.format(0xfffe_0a00)).isEqualTo("255.254.10.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "10.0.0",
                "10.0.0.1.1",
                "10.0.0.256",
                "10.0.0.01",
                "10.0.0.-1",
                "10.0.0.1 ",
                " 10.0.0.1",
                "10..0.1",
                "10.0.0.1.",
                "10.0.0.1/24",
                "0x0a.0.0.1",
                "10.0.0.1000",
                "10.0.0.\u0661"
            })
    void shouldRefuseWhatIsNoIpv4Address(final String text) {
        assertThatThrownBy(() -> Ipv4Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an IPv4 address: \"" + text + "\" (expected four octets such as 10.0.0.1)");
    }

    @Test
    void shouldTellHostsFromGroups() {
        assertThat(Ipv4Address.isHost(Ipv4Address.parse("120.0.0.4"))).isTrue();
        assertThat(Ipv4Address.isHost(Ipv4Address.parse("169.254.0.1"))).isTrue();
        assertThat(Ipv4Address.isHost(Ipv4Address.parse("0.0.0.0"))).isFalse();
        assertThat(Ipv4Address.isHost(Ipv4Address.parse("127.0.0.1"))).isFalse();
        assertThat(Ipv4Address.isHost(Ipv4Address.parse("224.0.0.1"))).isFalse();
        assertThat(Ipv4Address.isHost(Ipv4Address.parse("240.0.0.1"))).isFalse();
        assertThat(Ipv4Address.isHost(Ipv4Address.BROADCAST)).isFalse();
        assertThat(Ipv4Address.isMulticast(Ipv4Address.parse("239.255.255.255")))
                .isTrue();
        assertThat(Ipv4Address.isMulticast(Ipv4Address.parse("240.0.0.0"))).isFalse();
    }

    @Test
    void shouldMakeMasks() {
        assertThat(Ipv4Address.mask(0)).isZero();
        assertThat(Ipv4Address.mask(1)).isEqualTo(0x8000_0000);
        assertThat(Ipv4Address.mask(24)).isEqualTo(0xffff_ff00);
        assertThat(Ipv4Address.mask(32)).isEqualTo(-1);
    }
}
