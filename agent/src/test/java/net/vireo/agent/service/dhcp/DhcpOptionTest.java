// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DhcpOptionTest {
    @Test
    void shouldReadValuesInTheFormOfTheirOption() {
        assertThat(encoded("interface-mtu", "1400")).isEqualTo("26 0578");
        assertThat(encoded("routers", "10.0.0.1, 10.0.0.2")).isEqualTo("3 0a0000010a000002");
        assertThat(encoded("host-name", "a b")).isEqualTo("12 612062");
        assertThat(encoded("ip-forwarding", "true")).isEqualTo("19 01");
        assertThat(encoded("time-offset", "-3600")).isEqualTo("2 fffff1f0");
        assertThat(encoded("classless-static-routes", "0.0.0.0/0 10.0.0.1 10.27.129.0/24 10.27.129.1"))
                .isEqualTo("121 000a000001180a1b810a1b8101");
        assertThat(encoded("domain-search", "eng.example. example"))
                .isEqualTo("119 03656e67076578616d706c6500076578616d706c6500");
        assertThat(encoded("path-mtu-plateau-table", "68 1500")).isEqualTo("25 004405dc");
        assertThat(encoded("static-routes", "10.1.0.0 10.0.0.1")).isEqualTo("33 0a0100000a000001");
        assertThat(encoded("224", "text")).isEqualTo("224 74657874");
    }

    @Test
    void shouldReadOctets() {
        final DhcpOption option = DhcpOption.ofOctets("sip-servers", "1 10 0 0 7");
        assertThat(option.code() + " " + option.value()).isEqualTo("120 010a000007");
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThatThrownBy(() -> DhcpOption.ofText("interface-mut", "1"))
                .hasMessage("no DHCP option is called \"interface-mut\" (expected a name of dhcp-options(5), such as "
                        + "interface-mtu, or a number of 1 to 254)");
        assertThatThrownBy(() -> DhcpOption.ofText("interface-mtu", "70000"))
                .hasMessage(
                        "DHCP option interface-mtu, value \"70000\": expected a number of 0 to 65535, found \"70000\"");
        assertThatThrownBy(() -> DhcpOption.ofText("routers", "10.0.0"))
                .hasMessage("DHCP option routers, value \"10.0.0\": not an IPv4 address: \"10.0.0\" "
                        + "(expected four octets such as 10.0.0.1)");
        assertThatThrownBy(() -> DhcpOption.ofText("policy-filter", "10.0.0.1"))
                .hasMessage("DHCP option policy-filter, value \"10.0.0.1\": expected pairs of addresses, found 1");
        assertThatThrownBy(() -> DhcpOption.ofText("ip-forwarding", "maybe"))
                .hasMessageEndingWith("expected true or false");
        assertThatThrownBy(() -> DhcpOption.ofText("ntp-servers", " "))
                .hasMessageEndingWith("expected a value, found none");
        assertThatThrownBy(() -> DhcpOption.ofText("dhcp-message-type", "5"))
                .hasMessageEndingWith("DHCP option 53 cannot be configured: the server sets it itself");
        assertThatThrownBy(() -> DhcpOption.ofText("255", "x")).hasMessageEndingWith("codes are 1 to 254");
    }

    private static String encoded(final String name, final String text) {
        final DhcpOption option = DhcpOption.ofText(name, text);
        return option.code() + " " + option.value();
    }
}
