// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import org.junit.jupiter.api.Test;

class IcmpRateTest {
    private static final int DONT_FRAGMENT = 0x4000;

    private final IcmpRate rate = new IcmpRate();

    @Test
    void shouldAllowABurstAndThenOneEachMillisecond() {
        for (final int startMs : new int[] {5000, Integer.MAX_VALUE - 1}) {
            for (int i = 0; i < IcmpRate.BURST; i++) {
                assertThat(rate.take(startMs)).isTrue();
            }
            assertThat(rate.take(startMs)).isFalse();
            assertThat(rate.take(startMs + 1)).isTrue();
            assertThat(rate.take(startMs + 1)).isFalse();
            assertThat(rate.take(startMs + 3)).isTrue();
            assertThat(rate.take(startMs + 3)).isTrue();
            assertThat(rate.take(startMs + 3)).isFalse();
        }
    }

    @Test
    void shouldHoldNoMoreThanABurst() {
        assertThat(rate.take(0)).isTrue();
        int taken = 0;
        while (rate.take(1_000_000)) {
            taken++;
        }
        assertThat(taken).isEqualTo(IcmpRate.BURST);
    }

    @Test
    void shouldCountErrorsThatWereNotMade() {
        try (OneNode lab = new OneNode()) {
            final byte[] tooBig = OneNode.fromGuest(ipv4(0, DONT_FRAGMENT, 64, 17, GUEST, FAR_GUEST, new byte[1480]));
            int told = 0;
            for (int i = 0; i < 3000; i++) {
                lab.guest.send(tooBig);
                lab.node.settle();
                told += lab.guest.receive().size();
            }
            final long limited = lab.node.counters.lcore(0, LcoreCounter.ICMP_ERROR_LIMITED);
            assertThat(limited).isPositive();
            assertThat(told + limited).isEqualTo(3000);
            assertThat(lab.node.drops(DropReason.MTU_EXCEEDED)).isEqualTo(3000);
            assertThat(lab.node.ledger().broken()).isEmpty();
        }
    }
}
