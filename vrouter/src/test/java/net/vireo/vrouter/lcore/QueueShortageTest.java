// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueShortageTest {
    private static Optional<QueueShortage> look(final int lcores, final int used, final int served) {
        return QueueShortage.of(lcores, 16, queue -> queue < used, queue -> queue < served);
    }

    @Test
    void shouldFindNothingWhileThereAreLcoresEnough() {
        assertThat(look(4, 4, 16)).isEmpty();
        assertThat(look(4, 0, 4))
                .as("queues that nobody serves and nobody uses")
                .isEmpty();
        assertThat(look(4, 4, 4)).isEmpty();
    }

    @Test
    void shouldNameTheQueuesThatNobodyServesAndTheWaysOut() {
        final QueueShortage one = look(1, 2, 1).orElseThrow();
        assertThat(one.cause())
                .isEqualTo(
                        "its guest uses 2 queues and there is 1 lcore: queue 1 is never polled, and what the guest sends"
                                + " on it is lost");
        assertThat(one.mend())
                .isEqualTo(
                        "give the guest at most 1 queue (in it: ethtool -L DEVICE combined 1), or start the data plane"
                                + " with --lcores 2 or with --queue-policy all");
        assertThat(look(4, 6, 4).orElseThrow().cause())
                .contains("queues 4, 5 are never polled", "sends on them is lost");
    }

    @Test
    void shouldFindACrowdWhereAllAreServedAndNotOfferWhatThereIs() {
        final QueueShortage crowd = look(4, 6, 16).orElseThrow();
        assertThat(crowd.unserved()).isEmpty();
        assertThat(crowd.cause())
                .isEqualTo("its guest uses 6 queues and there are 4 lcores: some lcores poll several of them");
        assertThat(crowd.mend()).endsWith("with --lcores 6");
    }

    /** Only the last queue is in use: there are lcores enough, and still it is lost. */
    @Test
    void shouldFindAQueueThatNobodyServesAlsoWhenFewAreUsed() {
        final Optional<QueueShortage> lost = QueueShortage.of(4, 16, queue -> queue == 7, queue -> queue < 4);
        assertThat(lost.orElseThrow().unserved()).containsExactly(7);
        assertThat(lost.orElseThrow().mend()).contains("with --lcores 8 or");
    }
}
