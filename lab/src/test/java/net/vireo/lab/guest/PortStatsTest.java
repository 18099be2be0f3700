// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.lab.host.LabException;
import org.junit.jupiter.api.Test;

class PortStatsTest {
    /** Recorded from DPDK 22.11. */
    private static final String RECORDED = """

              ######################## NIC statistics for port 0  ########################
              RX-packets: 12         RX-missed: 3          RX-bytes:  768
              RX-errors: 4
              RX-nombuf:  0
              TX-packets: 25         TX-errors: 6          TX-bytes:  1600

              Throughput (since last show)
              Rx-pps:            7          Rx-bps:            8
              Tx-pps:            0          Tx-bps:            0
              ############################################################################
            """;

    @Test
    void shouldReadEveryCounterOfAPort() {
        assertThat(PortStats.parse(RECORDED)).isEqualTo(new PortStats(12, 768, 3, 4, 25, 1600, 6));
    }

    @Test
    void shouldSayWhichCounterIsNotThere() {
        assertThatThrownBy(() -> PortStats.parse("Invalid port 7"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("told no RX-packets")
                .hasMessageContaining("Invalid port 7");
    }

    @Test
    void shouldReadTheDriversOwnCounters() {
        assertThat(PortStats.counters(
                        "###### NIC extended statistics for port 0\nrx_good_packets: 5\nrx_q1_good_packets: 2\n"))
                .containsEntry("rx_good_packets", 5L)
                .containsEntry("rx_q1_good_packets", 2L);
    }
}
