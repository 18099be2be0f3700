// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.lcore.QueuePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages 78 and 79: a fault at one stage of a packet's way moves the counter of that stage and no other, and the identities
 * between the counters hold before, meanwhile and after.
 */
@Tag("system")
@Timeout(60)
class CounterPagesSystemTest {
    private static final int COUNT = 2000;
    private static final int SHORTEST_RING = 64;
    private static final int UNKNOWN_DESTINATION_AT = 33;

    @TempDir
    private Path directory;

    private GuestPair pair;

    @AfterEach
    void stop() {
        pair.close();
    }

    private void start(final LoadBalance mode, final RingSizes rings) throws IOException {
        final DeviceOptions options = new DeviceOptions(
                        false, Optional.empty(), DeviceOptions.Offloading.GUESTS, Optional.empty(), mode)
                .withQueuePolicy(QueuePolicy.ALL)
                .withRings(rings);
        pair = GuestPair.start(
                VrouterConfig.of("compute1", directory.resolve("node")).withDevices(options), 1);
    }

    private long left(final Field.OfLong<VrInterface> counter) {
        return pair.vif(GuestPair.LEFT, GuestPair.ALL_CORES).value(counter);
    }

    private long right(final Field.OfLong<VrInterface> counter) {
        return pair.vif(GuestPair.RIGHT, GuestPair.ALL_CORES).value(counter);
    }

    /** RX port - RX packets = RX queue errors, TX packets - TX port = TX port errors. */
    private void identitiesHold() {
        assertThat(left(VrInterface.PORT_IPACKETS) - left(VrInterface.IPACKETS))
                .as("RX port - RX packets = RX queue errors")
                .isEqualTo(left(VrInterface.QUEUE_IERRORS));
        assertThat(Arrays.stream(
                                pair.vif(GuestPair.LEFT, GuestPair.ALL_CORES).value(VrInterface.QUEUE_IERRORS_TO_LCORE))
                        .sum())
                .as("RX queue errors by lcore")
                .isEqualTo(left(VrInterface.QUEUE_IERRORS));
        assertThat(right(VrInterface.OPACKETS) + right(VrInterface.OERRORS) - right(VrInterface.PORT_OPACKETS))
                .as("TX packets - TX port = TX port errors")
                .isEqualTo(right(VrInterface.PORT_OERRORS));
    }

    private void noneMoved(final boolean left, final Iterable<Field.OfLong<VrInterface>> counters) {
        for (final Field.OfLong<VrInterface> counter : counters) {
            assertThat(left ? left(counter) : right(counter)).as(counter.name()).isZero();
        }
    }

    private static final Iterable<Field.OfLong<VrInterface>> RECEIVE_FAULTS = Arrays.asList(
            VrInterface.PORT_IERRORS, VrInterface.PORT_INOMBUFS, VrInterface.QUEUE_IERRORS, VrInterface.IERRORS);

    private static final Iterable<Field.OfLong<VrInterface>> SEND_FAULTS =
            Arrays.asList(VrInterface.OERRORS, VrInterface.QUEUE_OERRORS, VrInterface.PORT_OERRORS);

    @Test
    void shouldMoveNoCounterOfFaultsWhileAllIsWell() throws IOException {
        start(LoadBalance.NONE, RingSizes.DEFAULT);
        pair.pass(COUNT);
        GuestPair.await(() -> left(VrInterface.PORT_IPACKETS) == COUNT);
        GuestPair.await(() -> right(VrInterface.PORT_OPACKETS) == COUNT);
        identitiesHold();
        noneMoved(true, RECEIVE_FAULTS);
        noneMoved(false, SEND_FAULTS);
        assertThat(left(VrInterface.DPACKETS)).isZero();
        pair.awaitLedger();
    }

    /** The guest takes nothing: what its ring holds is TX port, the rest TX port errors. */
    @Test
    void shouldMoveTheReceiversPortErrorsWhenItTakesNothing() throws IOException {
        start(LoadBalance.NONE, RingSizes.DEFAULT);
        pair.push(COUNT);
        GuestPair.await(() -> left(VrInterface.PORT_IPACKETS) == COUNT && left(VrInterface.IPACKETS) == COUNT);
        GuestPair.await(() -> right(VrInterface.PORT_OPACKETS) + right(VrInterface.PORT_OERRORS) == COUNT);
        assertThat(right(VrInterface.PORT_OERRORS)).isEqualTo(COUNT - GuestPair.RING_ENTRIES);
        identitiesHold();
        noneMoved(true, RECEIVE_FAULTS);
        assertThat(right(VrInterface.QUEUE_OERRORS)).isZero();
        pair.awaitLedger();
    }

    /** The ring to the lcore that processes is full: RX queue errors, by the lcore that they were for. */
    @Test
    void shouldMoveQueueErrorsWhenTheRingBetweenLcoresIsFull() throws IOException {
        final RingSizes usual = RingSizes.DEFAULT;
        start(
                LoadBalance.CONTRAIL,
                new RingSizes(SHORTEST_RING, usual.transmitPackets(), usual.rxDescriptors(), usual.txDescriptors()));
        GuestPair.await(() -> {
            pair.flood(GuestPair.RING_ENTRIES);
            return left(VrInterface.QUEUE_IERRORS) > 0;
        });
        pair.awaitLedger();
        GuestPair.await(
                () -> left(VrInterface.PORT_IPACKETS) == left(VrInterface.IPACKETS) + left(VrInterface.QUEUE_IERRORS));
        identitiesHold();
        noneMoved(true, Arrays.asList(VrInterface.PORT_IERRORS, VrInterface.PORT_INOMBUFS, VrInterface.IERRORS));
        noneMoved(false, Arrays.asList(VrInterface.QUEUE_OERRORS));
    }

    /** Nobody knows the destination: a drop in between, and no counter of a port. */
    @Test
    void shouldMoveDropsAloneWhenTheRouterKnowsNoWay() throws IOException {
        start(LoadBalance.NONE, RingSizes.DEFAULT);
        final byte[] frame = GuestPair.frame();
        frame[UNKNOWN_DESTINATION_AT]++;
        // The header's checksum, one more and one less.
        frame[25]--;
        for (int sent = 0; sent < COUNT; ) {
            sent += pair.send(frame, 0) ? 1 : 0;
        }
        GuestPair.await(() -> left(VrInterface.DPACKETS) == COUNT);
        GuestPair.await(() -> left(VrInterface.PORT_IPACKETS) == COUNT);
        identitiesHold();
        noneMoved(true, RECEIVE_FAULTS);
        noneMoved(false, SEND_FAULTS);
        assertThat(right(VrInterface.OPACKETS)).isZero();
        pair.awaitLedger();
    }
}
