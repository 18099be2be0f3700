// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.vireo.port.DeviceQueues;
import net.vireo.port.FarSide;
import net.vireo.port.RingDescriptors;
import net.vireo.port.SharedMemory;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrInfo;
import net.vireo.vrouter.lcore.QueueMap;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;

class QueueHandlerTest {
    private final Router router = new Router();

    /** Queues 0 and 2 are in use, lcore 0 has nobody to send to, the others send by queue 2. */
    private static final DeviceQueues DEVICE = new DeviceQueues() {
        @Override
        public boolean isEnabled(final int rxQueue) {
            return rxQueue % 2 == 0;
        }

        @Override
        public long receivedCount(final int rxQueue) {
            return rxQueue == 1 ? UNCOUNTED : 1000 + rxQueue;
        }

        @Override
        public int transmitQueueOf(final int lcoreIndex) {
            return lcoreIndex == 0 ? NO_QUEUE : 2;
        }

        @Override
        public Optional<FarSide> farSide() {
            return Optional.of(new FarSide(true, 2, 5, "5 times wrong", 6, 7));
        }

        @Override
        public List<SharedMemory> sharedMemory() {
            return List.of(
                    new SharedMemory(0, 0xa0000, 0x7f01_0000L, 0x7f02_0000L, 41),
                    new SharedMemory(0x1_0000_0000L, 0x1000, 0x7f03_0000L, 0x7f04_0000L, 42));
        }

        @Override
        public List<RingDescriptors> ringDescriptors() {
            return List.of(new RingDescriptors(0, 51, 52), new RingDescriptors(1, 53, RingDescriptors.NONE));
        }
    };

    private void guest(final int index, final int queues) {
        router.does(Requests.vif(index, Vif.TYPE_VIRTUAL, "tap" + index, Requests.ROUTER_MAC));
        router.ports.queues.put(
                index,
                new VifQueues(
                        "vhost-user",
                        2,
                        QueuePolicy.CONTRAIL,
                        new QueueMap(2, QueuePolicy.CONTRAIL).assign(queues, queue -> true),
                        DEVICE));
    }

    private static VireoQueue get(final int vif) {
        return new VireoQueue().op(SandeshOp.GET).put(VireoQueue.VIF, vif);
    }

    @Test
    void shouldAnswerWhereEachQueueIsAndWhyAndWhoSendsBy() {
        guest(3, 3);

        final VireoQueue answer = router.get(VireoQueue.class, get(3));

        assertThat(answer.value(VireoQueue.VIF)).isEqualTo(3);
        assertThat(answer.value(VireoQueue.NAME)).isEqualTo("tap3");
        assertThat(answer.value(VireoQueue.KIND)).isEqualTo("vhost-user");
        assertThat(answer.value(VireoQueue.POLICY)).isEqualTo("contrail");
        assertThat(answer.value(VireoQueue.FIRST_LCORE)).isEqualTo(10);
        assertThat(answer.value(VireoQueue.LCORES)).isEqualTo(2);
        assertThat(answer.value(VireoQueue.RX_LCORES)).containsExactly(10, 11, -1);
        assertThat(answer.value(VireoQueue.RX_REASONS)).containsExactly(1, 2, 3);
        assertThat(answer.value(VireoQueue.RX_ENABLED)).containsExactly(1, 0, 1);
        assertThat(answer.value(VireoQueue.RX_PACKETS)).containsExactly(1000, -1, 1002);
        assertThat(answer.value(VireoQueue.TX_QUEUES)).containsExactly(-1, 2);
        assertThat(answer.value(VireoQueue.GUEST)).isEqualTo(VireoQueue.CONNECTED);
        assertThat(answer.value(VireoQueue.OPEN_PAIRS)).isEqualTo(2);
        assertThat(answer.value(VireoQueue.RING_FAULTS)).isEqualTo(5);
        assertThat(answer.value(VireoQueue.RING_FAULT_TEXT)).isEqualTo("5 times wrong");
        assertThat(answer.value(VireoQueue.MEMORY_FAULTS)).isEqualTo(6);
        assertThat(answer.value(VireoQueue.DISCARDED)).isEqualTo(7);
        assertThat(answer.value(VireoQueue.GUEST_MEMORY))
                .containsExactly(
                        0,
                        0xa0000,
                        0x7f01_0000L,
                        0x7f02_0000L,
                        41,
                        0x1_0000_0000L,
                        0x1000,
                        0x7f03_0000L,
                        0x7f04_0000L,
                        42);
        assertThat(answer.value(VireoQueue.RING_DESCRIPTORS)).containsExactly(0, 51, 52, 1, 53, VireoQueue.NONE);
    }

    @Test
    void shouldDumpEveryVifThatHasADevicePageByPage() {
        for (final int index : new int[] {3, 5, 9}) {
            guest(index, 128);
        }
        router.does(Requests.vif(6, Vif.TYPE_VIRTUAL, "tap6", Requests.ROUTER_MAC));

        int marker = -1;
        for (final int expected : new int[] {3, 5, 9}) {
            final List<SandeshObject<?>> page =
                    router.ask(new VireoQueue().op(SandeshOp.DUMP).put(VireoQueue.MARKER, marker));
            marker = ((VireoQueue) page.get(1)).value(VireoQueue.VIF);
            assertThat(marker).isEqualTo(expected);
        }
        assertThat(router.ask(new VireoQueue().op(SandeshOp.DUMP).put(VireoQueue.MARKER, 9)))
                .as("nothing more")
                .hasSize(1);
        assertThat(router.ask(new VireoQueue().op(SandeshOp.DUMP).put(VireoQueue.MARKER, Integer.MAX_VALUE)))
                .hasSize(1);
        assertThat(router.ask(new VireoQueue().op(SandeshOp.DUMP).put(VireoQueue.MARKER, Integer.MIN_VALUE)))
                .hasSizeGreaterThan(1);
    }

    @Test
    void shouldAnswerNoQueuesWithoutADeviceAndRefuseWhatThereIsNot() {
        router.does(Requests.vif(6, Vif.TYPE_VIRTUAL, "tap6", Requests.ROUTER_MAC));
        final VireoQueue answer = router.get(VireoQueue.class, get(6));
        assertThat(answer.value(VireoQueue.RX_LCORES)).isEmpty();
        assertThat(answer.value(VireoQueue.TX_QUEUES)).isEmpty();
        assertThat(answer.value(VireoQueue.GUEST)).isZero();

        assertThat(router.code(get(7))).isEqualTo(-2);
        assertThat(router.code(get(-1))).isEqualTo(-2);
        assertThat(router.code(get(Integer.MAX_VALUE))).isEqualTo(-2);
        assertThat(router.code(get(6).op(SandeshOp.ADD))).isEqualTo(-95);
        assertThat(router.code(get(6).op(SandeshOp.DEL))).isEqualTo(-95);
    }

    @Test
    void shouldTellContrailsToolWhatEachLcorePollsUnderItsOneNumber() {
        guest(3, 3);
        final VrInfo piece =
                router.get(VrInfo.class, new VrInfo().op(SandeshOp.GET).put(VrInfo.MSGINFO, 7));
        assertThat(new String(piece.value(VrInfo.PROC_INFO), StandardCharsets.UTF_8))
                .contains("\nLcore 10: packets received ", "\n   Interface: tap3            Queue ID: 0\n")
                .doesNotContain("Queue ID: 1", "Queue ID: 2", "Lcore 0");
    }
}
