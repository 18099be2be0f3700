// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {
    @ParameterizedTest
    @CsvSource({
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "fd00::, fd00:0:0:0:0:0:0:0",
        "FD00:1::9, fd00:1:0:0:0:0:0:9",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221",
        "1:2:3:4:5:6:192.0.2.33, 1:2:3:4:5:6:c000:221",
    })
    void shouldReadEveryFormOfAnIpv6Address(final String text, final String expected) throws UnknownHostException {
        assertThat(Ipv6.parse(text).orElseThrow())
                .isEqualTo(InetAddress.getByName(expected).getAddress());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "fd00::12345",
                "fd00::g",
                "fe80::1%eth0",
                ":1::",
                "1::2:",
                "::192.0.2.256",
                "192.0.2.1::",
                "١::"
            })
    void shouldRefuseWhatIsNoIpv6Address(final String text) {
        assertThat(Ipv6.parse(text)).isEmpty();
    }

    @Test
    void shouldReadBackWhatItWroteAndAgreeWithTheJdk() throws UnknownHostException {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            final byte[] address = new byte[16];
            random.nextBytes(address);
            for (int group = 0; group < 8; group++) {
                if (random.nextBoolean()) {
                    address[2 * group] = 0;
                    address[2 * group + 1] = 0;
                }
            }
            final String text = Ipv6.text(address);
            assertThat(Ipv6.parse(text).orElseThrow())
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(address);
            if (!text.startsWith("::ffff:")) {
                assertThat(InetAddress.getByName(text).getAddress())
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(address);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0/8, false",
        "10.1.2.3, 10.1.2.3/32, true",
        "0.0.0.0/0, 0.0.0.0/0, false",
        "fd00:1:2:3:4::/63, fd00:1:2:2::/63, false",
        "fd00::ffff:0:0:1/65, fd00::8000:0:0:0/65, false",
        "fd00::1, fd00::1/128, true",
        "::/0, ::/0, false",
    })
    void shouldKnowNetworksAndHosts(final String text, final String network, final boolean host) {
        final IpPrefix prefix = IpPrefix.parse(text).orElseThrow();

        assertThat(prefix.network()).hasToString(network);
        assertThat(prefix.isHost()).isEqualTo(host);
        assertThat(IpPrefix.of(prefix.octets(), prefix.length())).isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.0.0/16, true",
        "10.0.0.0/8, 11.1.0.0/16, false",
        "10.1.0.0/16, 10.0.0.0/8, false",
        "fd00::/64, fd00::1/128, true",
        "fd00::/64, fd00:0:0:1::1/128, false",
        "::/0, 10.0.0.0/8, false",
    })
    void shouldCoverLongerPrefixesOfTheSameFamily(final String one, final String other, final boolean covers) {
        assertThat(IpPrefix.parse(one)
                        .orElseThrow()
                        .covers(IpPrefix.parse(other).orElseThrow()))
                .isEqualTo(covers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "fd00::/129", "10.0.0/8", "/8", "fd00::/", "fd00::/-1", "fd00::/64/64"})
    void shouldRefuseWhatIsNoPrefix(final String text) {
        assertThat(IpPrefix.parse(text)).isEmpty();
    }
}
