// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The texts are outputs of ping from iputils 20221126 (Debian 12). */
class PingResultTest {
    private static final String ALL_BACK = """
            PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
            64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.031 ms
            64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.050 ms

            --- 127.0.0.1 ping statistics ---
            2 packets transmitted, 2 received, 0% packet loss, time 201ms
            rtt min/avg/max/mdev = 0.031/0.040/0.050/0.009 ms
            """;

    private static final String TOO_LONG = """
            PING 127.0.0.1 (127.0.0.1) 1472(1500) bytes of data.
            ping: local error: message too long, mtu=1400
            ping: local error: message too long, mtu=1400

            --- 127.0.0.1 ping statistics ---
            2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 202ms

            """;

    @Test
    void shouldReadCountsAndRoundTrip() {
        final PingResult result = PingResult.parse(ALL_BACK);

        assertThat(result.complete()).isTrue();
        assertThat(result.silent()).isFalse();
        assertThat(result.avgMs()).hasValue(0.040);
        assertThat(result.summary()).isEqualTo("2 of 2 back, 0.031/0.040/0.050 ms");
        assertThat(result.mtuBytes()).isEmpty();
    }

    @Test
    void shouldReadTheMtuOfTheLocalStack() {
        final PingResult result = PingResult.parse(TOO_LONG);

        assertThat(result.mtuBytes()).hasValue(1400);
        assertThat(result.silent()).isTrue();
        assertThat(result.summary()).isEqualTo("0 of 2 back");
    }

    @Test
    void shouldReadTheMtuOfAnIcmpError() {
        assertThat(PingResult.parse("From 120.0.0.3 icmp_seq=1 Frag needed and DF set (mtu = 1468)\n")
                        .mtuBytes())
                .hasValue(1468);
    }

    @Test
    void shouldBeNeitherCompleteNorSilentWhenPingDidNotRun() {
        final PingResult result = PingResult.parse("ping: connect: Network is unreachable\n");

        assertThat(result.complete()).isFalse();
        assertThat(result.silent()).isFalse();
    }

    @Test
    void shouldNotCallSomeLossComplete() {
        final PingResult result = PingResult.parse("10 packets transmitted, 9 received, 10% packet loss, time 912ms\n");

        assertThat(result.complete()).isFalse();
        assertThat(result.silent()).isFalse();
    }
}
