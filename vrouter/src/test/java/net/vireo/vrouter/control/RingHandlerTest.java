// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.vireo.port.DeviceQueues;
import net.vireo.port.RingState;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoRing;
import net.vireo.virtio.RingLook;
import net.vireo.vrouter.lcore.QueueMap;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;

class RingHandlerTest {
    private static final RingLook LOOK = new RingLook(
            false,
            256,
            2,
            65534,
            65534,
            "suppressed",
            "wanted past 9",
            List.of(
                    new RingLook.Entry(253, 7, 0x1_4000_0000L, 2048, 2, 0, false),
                    new RingLook.Entry(254, 300, 0, 0, 0, 0, true)));

    private final Router router = new Router();

    private static VireoRing ring(final int vif, final int queue, final int side) {
        return new VireoRing()
                .op(SandeshOp.GET)
                .put(VireoRing.VIF, vif)
                .put(VireoRing.QUEUE, queue)
                .put(VireoRing.SIDE, side);
    }

    private void guest(final int index, final DeviceQueues device) {
        router.does(Requests.vif(index, Vif.TYPE_VIRTUAL, "tap" + index, Requests.ROUTER_MAC));
        router.ports.queues.put(
                index,
                new VifQueues(
                        "vhost-user",
                        2,
                        QueuePolicy.ALL,
                        new QueueMap(2, QueuePolicy.ALL).assign(2, queue -> true),
                        device));
    }

    private static DeviceQueues device(final RingState transmits) {
        final DeviceQueues plain = DeviceQueues.always(2, queue -> 0);
        return new DeviceQueues() {
            @Override
            public boolean isEnabled(final int rxQueue) {
                return plain.isEnabled(rxQueue);
            }

            @Override
            public long receivedCount(final int rxQueue) {
                return plain.receivedCount(rxQueue);
            }

            @Override
            public int transmitQueueOf(final int lcoreIndex) {
                return plain.transmitQueueOf(lcoreIndex);
            }

            @Override
            public Optional<RingState> ring(final boolean transmit, final int queue) {
                return Optional.of(transmit && queue == 1 ? transmits : new RingState(false, "", Optional.empty()));
            }
        };
    }

    @Test
    void shouldAnswerWhatStandsInTheRing() {
        guest(3, device(new RingState(true, "", Optional.of(LOOK))));

        final VireoRing answer = router.get(VireoRing.class, ring(3, 1, VireoRing.TRANSMIT));
        assertThat(answer.value(VireoRing.KIND)).isEqualTo("split");
        assertThat(answer.value(VireoRing.ENABLED)).isOne();
        assertThat(answer.value(VireoRing.AVAIL)).isEqualTo(2);
        assertThat(answer.value(VireoRing.SEEN)).isEqualTo(65534);
        assertThat(answer.value(VireoRing.WAITING))
                .as("across the end of 16 bits")
                .isEqualTo(4);
        assertThat(answer.value(VireoRing.CALLS)).isEqualTo("wanted past 9");
        assertThat(answer.value(VireoRing.IDS)).containsExactly(7, 300);
        assertThat(answer.value(VireoRing.ADDRESSES)).containsExactly(0x1_4000_0000L, 0);
        assertThat(answer.value(VireoRing.STATES)).containsExactly(0, 1);

        final VireoRing none = router.get(VireoRing.class, ring(3, 1, VireoRing.RECEIVE));
        assertThat(none.value(VireoRing.KIND)).isEmpty();
        assertThat(none.value(VireoRing.SIZE)).isZero();
    }

    @Test
    void shouldRefuseWhatThereIsNot() {
        guest(3, device(new RingState(false, "gone", Optional.empty())));
        assertThat(router.get(VireoRing.class, ring(3, 1, VireoRing.TRANSMIT)).value(VireoRing.TROUBLE))
                .isEqualTo("gone");
        assertThat(router.code(ring(3, 2, VireoRing.RECEIVE))).isEqualTo(-22);
        assertThat(router.code(ring(3, -1, VireoRing.RECEIVE))).isEqualTo(-22);
        assertThat(router.code(ring(3, 0, 2))).isEqualTo(-22);
        assertThat(router.code(ring(4, 0, 0))).isEqualTo(-2);
        assertThat(router.code(ring(3, 0, 0).op(SandeshOp.ADD))).isEqualTo(-95);
        guest(5, DeviceQueues.always(2, queue -> 0));
        assertThat(router.code(ring(5, 0, 0))).as("a kernel's").isEqualTo(-95);
    }
}
