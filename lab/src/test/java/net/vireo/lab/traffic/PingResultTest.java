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

    private static final String EXPIRED = """
            PING 120.0.0.3 (120.0.0.3) 56(84) bytes of data.
            From 120.0.0.3 icmp_seq=1 Time to live exceeded
            From 120.0.0.3 icmp_seq=2 Time to live exceeded

            --- 120.0.0.3 ping statistics ---
            2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 208ms

            """;

    private static final String EXPIRED6 = """
            PING fd00:120::3(fd00:120::3) 56 data bytes
            From fd00:120::3 icmp_seq=1 Time exceeded: Hop limit
            From fd00:120::3 icmp_seq=2 Time exceeded: Hop limit

            --- fd00:120::3 ping statistics ---
            2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 209ms

            """;

    @Test
    void shouldCountWhatExpired() {
        assertThat(PingResult.parse(EXPIRED).expired()).isEqualTo(2);
        assertThat(PingResult.parse(EXPIRED6).expired()).isEqualTo(2);
        assertThat(PingResult.parse(EXPIRED).silent()).isTrue();
        assertThat(PingResult.parse(ALL_BACK).expired()).isZero();
    }

    @Test
    void shouldReadTheMtuOfIpv6() {
        assertThat(PingResult.parse("From fd00:120::3 icmp_seq=1 Packet too big: mtu=1472\n")
                        .mtuBytes())
                .hasValue(1472);
        assertThat(PingResult.parse("ping: local error: message too long, mtu: 1472\n")
                        .mtuBytes())
                .hasValue(1472);
    }

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
