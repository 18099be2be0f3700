// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The texts are Linux 6.18's, with numbers changed. */
class GuestDropsTest {
    private static final List<String> DEVICES = List.of(
            "Inter-|   Receive                                                |  Transmit",
            " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls"
                    + " carrier compressed",
            "    lo:    1200      12    0    0    0     0          0         0     1200      12    0    0    0     0"
                    + "       0          0",
            "  eth0: 9990000   10000    0    7    0     0          0         0  1200000   10400    0   40    0     0"
                    + "       0          0");

    private static final List<String> PROTOCOLS = List.of(
            "Tcp: RtoAlgorithm RtoMin",
            "Tcp: 1 200",
            "Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors",
            "Udp: 9787 1 621 4 614 0 0 0 7",
            "UdpLite: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors",
            "UdpLite: 0 0 0 0 99");

    @Test
    void shouldAddUpLinksAndReadTheSocketsCount() {
        assertThat(GuestDrops.parse(DEVICES, PROTOCOLS)).isEqualTo(new GuestDrops(47, 614));
    }

    @Test
    void shouldCountNothingWhereNothingIsSaid() {
        assertThat(GuestDrops.parse(List.of(), List.of("Udp: InDatagrams", "Udp: 5")))
                .isEqualTo(new GuestDrops(0, 0));
    }

    @Test
    void shouldGiveTheDifference() {
        assertThat(new GuestDrops(47, 614).since(new GuestDrops(40, 600))).isEqualTo(21);
    }
}
