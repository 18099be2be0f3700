// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.vireo.virtio.Features;
import net.vireo.virtio.vhost.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the device waits for room in a guest's ring, by the sender's clock, and for whom it does not. */
class VhostWaitingTest extends VhostDataPath {
    @ParameterizedTest
    @ValueSource(longs = {SPLIT, PACKED, MERGED | Features.EVENT_IDX})
    void shouldWaitForRoomAndGoOnInOrder(final long features) throws RefusedException {
        try (MockGuest guest = new MockGuest(features, 64)) {
            guest.connect(device);
            txWait.change(100);
            final long[] first = guest.post(2, 2048);
            final List<long[]> second = new ArrayList<>();
            meanwhile = () -> {
                if (looks == 5) {
                    assertThat(rings.receiveRing(0).gate.tryEnter())
                            .as("nobody is kept out")
                            .isTrue();
                    rings.receiveRing(0).gate.leave();
                    assertThat(rings.transmitRing(3).gate.tryEnter())
                            .as("nobody is kept out")
                            .isTrue();
                    rings.transmitRing(3).gate.leave();
                    second.add(guest.post(3, 2048));
                }
            };

            assertThat(send(5)).isEqualTo(5);
            final byte[][] got = guest.collect(merged(first, second.getFirst()));
            assertThat(Arrays.stream(got).mapToInt(frame -> frame.length)).containsExactly(72, 73, 74, 75, 76);
            assertThat(counters.txPackets()).isEqualTo(5);
            assertThat(counters.txErrors()).isZero();
            disconnect();
        }
    }

    /** Addresses by id of buffers that were posted at different times. */
    private static long[] merged(final long[] first, final long[] second) {
        final long[] all = second.clone();
        for (int id = 0; id < all.length; id++) {
            all[id] = all[id] == 0 ? first[id] : all[id];
        }
        return all;
    }

    @Test
    void shouldWaitNoLongerInABurstThanItMayAndCountWhatItDrops() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 64)) {
            guest.connect(device);
            txWait.change(100);
            guest.post(2, 2048);

            assertThat(send(8)).isEqualTo(2);
            assertThat(nowNs).isBetween(100 * LOOK_NS, 104 * LOOK_NS);
            assertThat(counters.txPackets()).isEqualTo(2);
            assertThat(counters.txErrors()).isEqualTo(6);
            disconnect();
        }
    }

    /** A guest that is stuck slows no other: it is waited for three times, and then not until it has moved. */
    @Test
    void shouldNotWaitForAGuestThatIsStuckUntilItMoves() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 64)) {
            guest.connect(device);
            txWait.change(100);
            for (int burst = 0; burst < Patience.MOST_IN_VAIN; burst++) {
                looks = 0;
                assertThat(send(4)).isZero();
                assertThat(looks).as("burst %d", burst).isPositive();
            }
            looks = 0;
            for (int burst = 0; burst < 100; burst++) {
                assertThat(send(4)).isZero();
            }
            assertThat(looks).as("not even the clock is read").isZero();
            assertThat(counters.txErrors()).isEqualTo(4 * (100 + Patience.MOST_IN_VAIN));

            guest.post(1, 2048);
            assertThat(send(4)).isEqualTo(1);
            assertThat(looks).as("it has moved, so it is waited for").isPositive();
            disconnect();
        }
    }

    @Test
    void shouldWaitForNobodyByDefaultNorForARingThatIsGone() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 64)) {
            guest.connect(device);
            assertThat(send(4)).isZero();
            assertThat(looks).isZero();

            txWait.change(TxWait.MOST_US);
            meanwhile = () -> {
                if (looks == 3) {
                    rings.transmitRing(3).enable(false);
                }
            };
            assertThat(send(4)).isZero();
            assertThat(looks)
                    .as("a ring that its guest disabled is not waited for")
                    .isLessThan(8);
            disconnect();
        }
        assertThatThrownBy(() -> txWait.change(-1)).hasMessageContaining("must be 0 .. 10000");
    }
}
