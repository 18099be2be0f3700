// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sheet vrouter-dataplane 3.4. */
class QueueMapTest {
    private static QueuePlaces plug(final QueueMap map, final int queues) {
        return map.assign(queues, queue -> true);
    }

    private static QueueMap map(final int lcores) {
        return new QueueMap(lcores, QueuePolicy.ALL);
    }

    @Test
    void shouldGiveTheFabricOneQueuePerLcoreWhateverWasThereBefore() {
        final QueueMap map = map(4);
        plug(map, 3);
        final QueuePlaces fabric = map.assignFabric(4);
        assertThat(fabric.lcores()).containsExactly(0, 1, 2, 3);
        assertThat(fabric.reasonOf(3)).isEqualTo(PlacementReason.OWN);
        assertThat(plug(map, 1).lcores()).as("the fabric's count too").containsExactly(3);
    }

    @Test
    void shouldStartAtTheLcoreWithTheFewestQueuesAndGoAround() {
        final QueueMap map = map(4);
        plug(map, 2);
        final QueuePlaces places = plug(map, 4);
        assertThat(places.lcores()).as("lcores 10 and 11 are loaded").containsExactly(2, 3, 0, 1);
        assertThat(places.reasonOf(0)).isEqualTo(PlacementReason.FEWEST);
        assertThat(places.reasonOf(1)).isEqualTo(PlacementReason.NEXT);
        assertThat(places.reasonOf(3)).isEqualTo(PlacementReason.NEXT);
    }

    @Test
    void shouldSpreadGuestsWithOneQueue() {
        final QueueMap map = map(2);
        assertThat(plug(map, 1).lcores()).containsExactly(0);
        assertThat(plug(map, 1).lcores()).containsExactly(1);
        assertThat(plug(map, 1).lcores()).containsExactly(0);
    }

    @Test
    void shouldCountOnlyTheQueuesInUseWhenTheNextVifComes() {
        final QueueMap map = map(4);
        final BitSet enabled = new BitSet();
        assertThat(map.assign(16, enabled::get).lcores()).startsWith(0, 1, 2, 3);
        assertThat(plug(map, 1).lcores())
                .as("queue 0 counts before its guest is there")
                .containsExactly(1);
        enabled.set(0, 4);
        assertThat(plug(map, 1).lcores())
                .as("0 and 1 poll 1, 2; 2 and 3 poll one each")
                .containsExactly(0);
        enabled.clear();
        assertThat(plug(map, 1).lcores()).as("the guest has gone").containsExactly(2);
    }

    @Test
    void shouldPollEveryQueueOfAGuestThatHasMoreThanThereAreLcores() {
        final QueuePlaces places = plug(map(2), 5);
        assertThat(places.lcores()).containsExactly(0, 1, 0, 1, 0);
        assertThat(IntStream.range(1, 5).mapToObj(places::reasonOf)).containsOnly(PlacementReason.NEXT);
    }

    @Test
    void shouldLeaveQueuesUnservedAsContrailDoesWhenAsked() {
        final QueueMap map = new QueueMap(4, QueuePolicy.CONTRAIL);
        plug(map, 1);
        final QueuePlaces places = plug(map, 6);
        assertThat(places.lcores()).containsExactly(1, 2, 3, 0, QueuePlaces.NOT_SERVED, QueuePlaces.NOT_SERVED);
        assertThat(places.reasonOf(3)).isEqualTo(PlacementReason.NEXT);
        assertThat(places.reasonOf(4)).isEqualTo(PlacementReason.NOT_SERVED);
        assertThat(plug(map, 1).lcores()).as("unserved queues load nobody").containsExactly(1);
    }

    /** As if the queues had been polled from the start; who polls stays, and the next vif sees the load. */
    @Test
    void shouldGiveQueuesThatNobodyPollsToLcoresWhenThePolicyChanges() {
        final QueueMap map = new QueueMap(2, QueuePolicy.CONTRAIL);
        plug(map, 1);
        final QueuePlaces before = plug(map, 5);
        assertThat(before.lcores()).containsExactly(1, 0, -1, -1, -1);
        map.policy(QueuePolicy.ALL);
        assertThat(plug(map, 3).lcores()).as("of vifs from now on").containsExactly(1, 0, 1);

        final QueuePlaces after = map.takeUp(before);
        assertThat(after.lcores()).containsExactly(1, 0, 1, 0, 1);
        assertThat(after.reasonOf(0)).isEqualTo(PlacementReason.FEWEST);
        assertThat(after.reasonOf(2)).isEqualTo(PlacementReason.NEXT);
        assertThat(map.takeUp(after)).as("nothing is left to take up").isSameAs(after);
        assertThat(plug(map, 1).lcores()).as("lcore 11 polls five, 10 four").containsExactly(0);

        map.release(after);
        assertThat(map.takeUp(after)).as("gone").isSameAs(after);
        assertThat(plug(map, 1).lcores()).containsExactly(1);
    }

    @Test
    void shouldUseAnLcoreAgainWhoseQueuesWereTakenBack() {
        for (final QueuePolicy policy : QueuePolicy.values()) {
            final QueueMap map = new QueueMap(2, policy);
            final QueuePlaces gone = plug(map, 5);
            final QueuePlaces fabric = map.assignFabric(2);
            plug(map, 1);
            map.release(gone);
            map.release(fabric);
            assertThat(plug(map, 1).lcores()).as(policy.text()).containsExactly(policy == QueuePolicy.ALL ? 0 : 1);
        }
    }

    @Test
    void shouldReadWhatAnOptionNames() {
        assertThat(QueuePolicy.parse("contrail")).isEqualTo(QueuePolicy.CONTRAIL);
        assertThat(QueuePolicy.parse("all")).isEqualTo(QueuePolicy.ALL);
        assertThat(QueuePolicy.parse("vireo")).as("beside contrail").isEqualTo(QueuePolicy.ALL);
        assertThatThrownBy(() -> QueuePolicy.parse("some"))
                .hasMessageContaining("'some'")
                .hasMessageContaining("all");
    }
}
