// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import net.vireo.lab.scene.DeckScenes;
import net.vireo.lab.scene.Faults;
import net.vireo.lab.scene.Scene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private static final Scene QUEUE = Faults.ALL.get(0).scene();
    private static final Scene FUNNEL = Faults.ALL.get(1).scene();

    private final StandIn player = new StandIn();
    private final Shelf shelf = player.shelf();

    @AfterEach
    void end() {
        player.gate.countDown();
        shelf.close();
    }

    private void awaitState(final Scene scene, final State state) {
        await().until(() -> shelf.status(scene).state() == state);
    }

    @Test
    void shouldPlantCountAndLift() {
        assertThat(shelf.status(QUEUE).state()).isEqualTo(State.OFF);
        shelf.plant("unserved-queue");
        awaitState(QUEUE, State.PLANTED);
        assertThat(shelf.status(QUEUE).counts().get("five").sent()).isEqualTo(7);
        shelf.plant("unserved-queue");

        shelf.lift("unserved-queue");
        awaitState(QUEUE, State.OFF);
        shelf.lift("unserved-queue");
        assertThat(player.done).containsExactly("build unserved-queue", "close unserved-queue");
    }

    @Test
    void shouldLiftTheFirstBeforeItPlantsAnother() {
        shelf.plant("unserved-queue");
        awaitState(QUEUE, State.PLANTED);
        shelf.plant("gre-funnel");
        awaitState(FUNNEL, State.PLANTED);

        assertThat(shelf.status(QUEUE).state()).isEqualTo(State.OFF);
        assertThat(player.done).containsExactly("build unserved-queue", "close unserved-queue", "build gre-funnel");
    }

    @Test
    void shouldPlantAPageOfTheDeckLikeAFault() {
        shelf.plant("p72");
        awaitState(
                DeckScenes.ALL.stream()
                        .filter(scene -> scene.page() == 72)
                        .findFirst()
                        .orElseThrow(),
                State.PLANTED);
    }

    @Test
    void shouldRefuseWhileItIsBusyAndWhatItDoesNotKnow() {
        player.gate = new CountDownLatch(1);
        shelf.plant("unserved-queue");
        assertThat(shelf.status(QUEUE).state()).isEqualTo(State.PLANTING);
        assertThatThrownBy(() -> shelf.plant("gre-funnel"))
                .isInstanceOf(Shelf.Refused.class)
                .hasMessage("unserved-queue is being planted; ask again when that is done");
        assertThatThrownBy(() -> shelf.lift("unserved-queue")).hasMessageContaining("is being planted");
        assertThatThrownBy(() -> shelf.plant("bad-cable"))
                .hasMessageContaining("there is no fault 'bad-cable'; there are: unserved-queue, gre-funnel");
        player.gate.countDown();
        awaitState(QUEUE, State.PLANTED);
    }

    @Test
    void shouldSayWhyAFaultCouldNotBePlantedAndPlantTheNext() {
        player.failure = "the data plane of faulty ended";
        shelf.plant("unserved-queue");
        awaitState(QUEUE, State.FAILED);
        assertThat(shelf.status(QUEUE).message()).isEqualTo("the data plane of faulty ended");
        assertThat(player.done).containsExactly("close unserved-queue");

        player.failure = "";
        shelf.plant("gre-funnel");
        awaitState(FUNNEL, State.PLANTED);
        assertThat(shelf.status(QUEUE).state()).isEqualTo(State.OFF);
    }

    @Test
    void shouldForgetAFailureThatIsLifted() {
        player.failure = "no";
        shelf.plant("unserved-queue");
        awaitState(QUEUE, State.FAILED);
        shelf.lift("unserved-queue");
        assertThat(shelf.status(QUEUE).state()).isEqualTo(State.OFF);
    }

    @Test
    void shouldLiftWhatIsPlantedAtItsEndAlsoInTheMiddle() {
        shelf.plant("unserved-queue");
        awaitState(QUEUE, State.PLANTED);
        shelf.close();
        assertThat(player.done).endsWith("close unserved-queue");

        player.gate = new CountDownLatch(1);
        try (Shelf other = player.shelf()) {
            other.plant("gre-funnel");
            await().until(() -> other.status(FUNNEL).state() == State.PLANTING);
        }
        assertThat(player.done).endsWith("close gre-funnel");
        assertThatThrownBy(() -> shelf.plant("gre-funnel")).hasMessageContaining("about to end");
    }
}
