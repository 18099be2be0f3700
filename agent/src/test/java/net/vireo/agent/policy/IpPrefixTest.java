// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IpPrefixTest {
    @Test
    void shouldReadAndWriteBothFamilies() {
        assertThat(IpPrefix.of("10.1.2.3/16")).hasToString("10.1.0.0/16");
        assertThat(IpPrefix.of("10.1.2.3")).hasToString("10.1.2.3/32");
        assertThat(IpPrefix.of("2001:db8::1:2:3/48").length()).isEqualTo(48);
        assertThat(IpPrefix.of("2001:db8::7").address().low()).isEqualTo(7);
    }

    @Test
    void shouldHoldItsEnds() {
        final IpPrefix four = IpPrefix.of("10.1.2.0/23");
        assertThat(four.contains(IpAddress.of("10.1.3.255"))).isTrue();
        assertThat(four.last()).isEqualTo(IpAddress.of("10.1.3.255"));
        assertThat(four.contains(IpAddress.of("10.1.4.0"))).isFalse();
        assertThat(IpPrefix.of("0.0.0.0/0").last()).isEqualTo(IpAddress.of("255.255.255.255"));

        final IpPrefix six = IpPrefix.of("2001:db8:0:4::/63");
        assertThat(six.contains(IpAddress.of("2001:db8:0:5:ffff::"))).isTrue();
        assertThat(six.contains(IpAddress.of("2001:db8:0:6::"))).isFalse();
        assertThat(six.last()).isEqualTo(IpAddress.of("2001:db8:0:5:ffff:ffff:ffff:ffff"));
        assertThat(six.contains(IpAddress.of("10.1.2.3"))).isFalse();
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThatThrownBy(() -> IpPrefix.of("10.1.2.3/33")).hasMessageContaining("0 .. 32 long, not 33");
        assertThatThrownBy(() -> IpPrefix.of("10.1.2.3/x")).hasMessageContaining("behind the slash");
        assertThatThrownBy(() -> IpPrefix.of("gateway")).hasMessageContaining("'gateway' is no IP address");
        assertThatThrownBy(() -> Protocols.of("tpc")).hasMessageContaining("'tpc' is no protocol");
        assertThatThrownBy(() -> new PortRange(7, 6)).hasMessageContaining("low end first");
    }

    @Test
    void shouldKnowAddressesThatAreNoGuests() {
        assertThat(IpAddress.of("224.0.0.1").isMulticast()).isTrue();
        assertThat(IpAddress.of("255.255.255.255").isMulticast()).isTrue();
        assertThat(IpAddress.of("223.255.255.255").isMulticast()).isFalse();
        assertThat(IpAddress.of("ff02::1").isMulticast()).isTrue();
        assertThat(IpAddress.of("169.254.169.254").isLinkLocal()).isTrue();
        assertThat(IpAddress.of("fe80::a9fe:a9fe").isLinkLocal()).isTrue();
        assertThat(IpAddress.of("fec0::1").isLinkLocal()).isFalse();
    }
}
