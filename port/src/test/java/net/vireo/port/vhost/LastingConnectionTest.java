// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.vireo.linux.Fds;
import net.vireo.linux.MemFd;
import net.vireo.port.offload.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest whose device's process dies, and another process goes on: the guest's connection does not end. */
@Timeout(60)
class LastingConnectionTest {
    private static final int SETTLED_MS = 300;

    /** Nobody serves the device any more, and nobody closes anything: what a kill leaves, but for its own descriptors. */
    private static VhostUserPort die(final VhostCable cable) {
        cable.device.abandon();
        cable.deviceControl.close();
        cable.deviceControl = VhostControl.start();
        return cable.device;
    }

    private static byte[] frame(final int number) {
        final byte[] frame = Bytes.counting(90);
        frame[80] = (byte) number;
        return frame;
    }

    private static void up(final VhostCable cable, final int lcore, final int number) {
        assertThat(cable.take(cable.pass(cable.guest, cable.device, lcore, Bytes.packet(cable.cache, frame(number)))))
                .isEqualTo(frame(number));
    }

    private static void down(final VhostCable cable, final int lcore, final int number) {
        assertThat(cable.take(cable.pass(cable.device, cable.guest, lcore, Bytes.packet(cable.cache, frame(number)))))
                .isEqualTo(frame(number));
    }

    @ParameterizedTest
    @CsvSource({
        "false,1,SERVER", "true,1,SERVER", "false,4,SERVER", "true,4,SERVER",
        "false,1,CLIENT", "true,1,CLIENT", "false,4,CLIENT", "true,4,CLIENT"
    })
    void shouldGoOnWithTheGuestsRings(final boolean packed, final int pairs, final SocketRole role) throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(packed, pairs, role)).plug()) {
            VhostCable.await(() -> !cable.keeper.isEmpty());
            int number = 0;
            for (int life = 0; life < 3; life++) {
                for (int lcore = 0; lcore < 2 * pairs; lcore++) {
                    up(cable, lcore, number++);
                    down(cable, lcore, number++);
                }
                // What the guest sends while nobody is there waits in its ring.
                cable.packets[0] = Bytes.packet(cable.cache, frame(99));
                assertThat(cable.guest.txQueue(0).transmit(cable.cache, cable.packets, 1))
                        .isEqualTo(1);
                die(cable);
                cable.openDevice();

                assertThat(cable.device.isConnected()).isTrue();
                assertThat(cable.device.openQueuePairs()).isEqualTo(pairs);
                assertThat(cable.guest.isRunning()).isTrue();
                assertThat(cable.device.rxQueue(0).receive(cable.cache, cable.packets, 8))
                        .isEqualTo(1);
                assertThat(cable.take(cable.packets[0])).isEqualTo(frame(99));
            }
            assertThat(cable.keeper.keeps()).as("nothing was said in between").isEqualTo(1);
        }
    }

    @Test
    void shouldGiveUpWhatIsKeptBeforeItHearsAnythingNew() throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 2, SocketRole.SERVER)).plug()) {
            VhostCable.await(() -> cable.keeper.keeps() == 1);
            cable.guest.enable(1, false);
            VhostCable.await(() -> cable.device.openQueuePairs() == 1);
            VhostCable.await(() -> cable.keeper.keeps() == 2);
            die(cable);
            cable.openDevice();

            assertThat(cable.device.openQueuePairs())
                    .as("as the guest said last")
                    .isEqualTo(1);
            cable.guest.enable(1, true);
            VhostCable.await(() -> cable.device.openQueuePairs() == 2);
            down(cable, 1, 7);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketRole.class)
    void shouldDropWhatIsKeptWhenTheGuestGoes(final SocketRole role) throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, role)).plug()) {
            VhostCable.await(() -> !cable.keeper.isEmpty());
            cable.guest.close();
            VhostCable.await(() -> !cable.device.isConnected());
            assertThat(cable.keeper.isEmpty()).isTrue();
            cable.openGuest();
            cable.awaitUp();
            VhostCable.await(() -> !cable.keeper.isEmpty());
            up(cable, 0, 1);
        }
    }

    /** The guest went in the moment without a process: its successor finds a connection that has ended. */
    @ParameterizedTest
    @EnumSource(SocketRole.class)
    void shouldTakeAnotherGuestWhenTheKeptOneHasGone(final SocketRole role) throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, role)).plug()) {
            VhostCable.await(() -> !cable.keeper.isEmpty());
            die(cable);
            cable.guest.close();
            cable.openDevice();
            VhostCable.await(() -> !cable.device.isConnected());
            assertThat(cable.keeper.isEmpty()).isTrue();
            cable.openGuest();
            cable.awaitUp();
            up(cable, 0, 1);
        }
    }

    @Test
    void shouldDoWithoutWhatAnotherVersionKept() throws IOException, InterruptedException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, SocketRole.SERVER)).plug()) {
            VhostCable.await(() -> !cable.keeper.isEmpty());
            final VhostUserPort dead = die(cable);
            final int other = MemFd.create("other", false);
            Fds.truncate(other, 100);
            cable.keeper.spoil(other);
            Fds.close(other);
            cable.openDevice();

            assertThat(cable.device.isConnected()).isFalse();
            assertThat(cable.keeper.isEmpty()).isTrue();
            // In this test the dead one's descriptors are still there: the guest sees the end when they are closed.
            Thread.sleep(SETTLED_MS);
            assertThat(dead.isConnected()).isTrue();
        }
    }
}
