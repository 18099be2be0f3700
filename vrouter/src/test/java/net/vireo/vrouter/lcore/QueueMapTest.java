// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sheet vrouter-dataplane 3.4. */
class QueueMapTest {
    @Test
    void shouldGiveTheFabricOneQueuePerLcore() {
        assertThat(new QueueMap(4).assign(4)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldStartAtTheLcoreWithTheFewestQueuesAndGoAround() {
        final QueueMap map = new QueueMap(4);
        map.assign(2);
        assertThat(map.assign(4)).as("lcores 10 and 11 are loaded").containsExactly(2, 3, 0, 1);
    }

    @Test
    void shouldSpreadGuestsWithOneQueue() {
        final QueueMap map = new QueueMap(2);
        assertThat(map.assign(1)).containsExactly(0);
        assertThat(map.assign(1)).containsExactly(1);
        assertThat(map.assign(1)).containsExactly(0);
    }

    @Test
    void shouldPollEveryQueueOfAGuestThatHasMoreThanThereAreLcores() {
        assertThat(new QueueMap(2).assign(5)).containsExactly(0, 1, 0, 1, 0);
    }

    @Test
    void shouldCountOnlyQueuesThatArePolled() {
        final QueueMap map = new QueueMap(2);
        final int[] first = map.assign(4, 1);
        assertThat(first).containsExactly(0, 1, 0, 1);
        assertThat(map.assign(4, 1)).as("lcore 10 polls one queue").containsExactly(1, 0, 1, 0);
        map.start(first, 1, 2);
        assertThat(map.assign(1)).as("lcore 10 one, lcore 11 two").containsExactly(0);
    }

    @Test
    void shouldUseAnLcoreAgainWhoseQueuesWereTakenBack() {
        final QueueMap map = new QueueMap(2);
        final int[] gone = map.assign(1);
        map.assign(1);
        map.stop(gone, 0, 1);
        assertThat(map.assign(1)).containsExactly(0);
    }
}
