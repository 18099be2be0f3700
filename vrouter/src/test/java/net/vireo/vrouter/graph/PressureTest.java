// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.VifCounter;
import org.junit.jupiter.api.Test;

/** Full rings and an empty pool are counted, lose nothing else, and pass. */
class PressureTest {
    private static final int DONT_FRAGMENT = 0x4000;

    private static byte[] packet() {
        return OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload());
    }

    @Test
    void shouldCountWhatAFullRingRefusesAndRecover() {
        try (OneNode lab = new OneNode()) {
            final int sent = 3 * TestNode.RING;
            for (int i = 0; i < sent; i++) {
                assertThat(lab.guest.send(packet())).isTrue();
                lab.node.settle();
            }
            assertThat(lab.node.drops(DropReason.TX_RING_FULL)).isEqualTo(sent - TestNode.RING);
            assertThat(lab.node.counters.vif(0, VifCounter.TX_ERRORS)).isEqualTo(sent - TestNode.RING);
            assertThat(lab.node.ledger().broken()).isEmpty();
            assertThat(lab.fabric.receive()).hasSize(TestNode.RING);
            assertThat(lab.guestToFabric(packet())).hasSize(1);
            assertThat(lab.node.ledger().broken()).isEmpty();
        }
    }

    @Test
    void shouldGoOnWithoutIcmpErrorsWhileThePoolIsEmpty() {
        final PacketPool pool = PacketPool.create(new PacketPool.Sizes(256, 0), false);
        try (OneNode lab = new OneNode(pool)) {
            final byte[] tooBig = OneNode.fromGuest(ipv4(0, DONT_FRAGMENT, 64, 17, GUEST, FAR_GUEST, new byte[1480]));
            lab.guest.send(tooBig);
            final PoolCache hoarder = pool.newCache(2);
            final List<Long> hoard = new ArrayList<>();
            lab.node.cache.flush();
            lab.node.peerCache.flush();
            for (long taken = hoarder.takeSmall(); taken != PoolCache.NONE; taken = hoarder.takeSmall()) {
                hoard.add(taken);
            }
            lab.node.settle();
            assertThat(lab.node.counters.lcore(0, LcoreCounter.ICMP_ERROR_NO_BUFFER))
                    .isEqualTo(1);
            assertThat(lab.node.drops()).containsOnlyKeys(DropReason.MTU_EXCEEDED);
            assertThat(lab.node.ledger().checks().getFirst().holds()).isTrue();
            hoard.forEach(hoarder::free);
            hoarder.flush();
            assertThat(lab.guestToFabric(tooBig)).isEmpty();
            assertThat(lab.guest.receive()).as("there are buffers again").hasSize(1);
            assertThat(lab.node.ledger().broken()).isEmpty();
        }
    }

    @Test
    void shouldNotLeakABufferOnAnyWay() {
        try (OneNode lab = new OneNode()) {
            for (int round = 0; round < 3000; round++) {
                lab.guest.send(packet());
                lab.guest.send(OneNode.fromGuest(FAR_GUEST, 1, 17, OneNode.payload()));
                lab.fabric.send(OneNode.tunnelled(OneNode.inner(0, 17, OneNode.payload())));
                lab.node.settle();
                lab.fabric.receive();
                lab.guest.receive();
            }
            assertThat(lab.node.pool.balance().holds(0)).isTrue();
            assertThat(lab.node.pool.refusedFreeCount())
                    .as("nothing was freed twice")
                    .isZero();
        }
    }
}
