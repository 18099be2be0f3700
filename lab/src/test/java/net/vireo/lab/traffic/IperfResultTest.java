// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The texts are cut from outputs of iperf 3.12 -J (Debian 12). */
class IperfResultTest {
    private static final String TCP = """
            {"start": {"test_start": {"protocol": "TCP", "num_streams": 1}},
             "end": {
               "sum_sent": {"seconds": 1.00038, "bytes": 3431464960, "bits_per_second": 27441291989.044163,
                            "retransmits": 2, "sender": true},
               "sum_received": {"seconds": 1.000438, "bytes": 3431464960, "bits_per_second": 27439701090.922176}}}
            """;

    private static final String UDP = """
            {"start": {"test_start": {"protocol": "UDP", "num_streams": 1}},
             "end": {
               "sum_sent": {"bits_per_second": 99907608.500018, "lost_packets": 0, "packets": 10408},
               "sum_received": {"bits_per_second": 99897419.9005393, "jitter_ms": 0.00537119686655761,
                                "lost_packets": 52, "packets": 10408, "lost_percent": 0.49961568}}}
            """;

    @Test
    void shouldReadTcp() {
        final IperfResult result = IperfResult.parse(TCP);

        assertThat(result.delivered()).isTrue();
        assertThat(result.retransmits()).isEqualTo(2);
        assertThat(result.summary()).isEqualTo("27.44 Gbit/s, 2 retransmits");
    }

    @Test
    void shouldReadUdp() {
        final IperfResult result = IperfResult.parse(UDP);

        assertThat(result.udp()).isTrue();
        assertThat(result.lossPercent()).isBetween(0.499, 0.5);
        assertThat(result.summary()).isEqualTo("100 Mbit/s, 52 of 10408 lost (0.50 %)");
    }

    @Test
    void shouldGiveIperfsOwnSentence() {
        final IperfResult result = IperfResult.parse(
                "{\"start\": {}, \"end\": {}, \"error\": \"unable to connect to server: Connection refused\"}");

        assertThat(result.delivered()).isFalse();
        assertThat(result.refused()).isTrue();
        assertThat(result.summary()).isEqualTo("unable to connect to server: Connection refused");
    }

    @Test
    void shouldNotBeDeliveredWithoutJsonOrSum() {
        assertThat(IperfResult.parse("").delivered()).isFalse();
        assertThat(IperfResult.parse("iperf3: error").delivered()).isFalse();
        assertThat(IperfResult.parse("{\"end\": {}}").delivered()).isFalse();
    }
}
