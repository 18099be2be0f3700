// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static net.vireo.virtio.vhost.ScriptedPeer.PACKED;
import static net.vireo.virtio.vhost.ScriptedPeer.SPLIT;
import static net.vireo.virtio.vhost.ScriptedPeer.USER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackEndRingsTest {
    private static final long NO_FD = 0x100;

    private final ScriptedPeer peer = new ScriptedPeer();

    @Test
    void shouldStartWithTheKickAndEnableApart() {
        peer.negotiate(SPLIT).share().start(0);
        assertThat(peer.device.calls).endsWith("start 0 disabled");
        peer.send(FrontEndRequest.SET_VRING_ENABLE, Wire.state(0, 1));
        peer.send(FrontEndRequest.SET_VRING_ENABLE, Wire.state(0, 1));
        assertThat(peer.device.calls).endsWith("start 0 disabled", "enable 0");
        peer.send(FrontEndRequest.SET_VRING_ENABLE, Wire.state(0, 0));
        assertThat(peer.device.calls).endsWith("disable 0");
        peer.end();
    }

    @Test
    void shouldStartEnabledWhenEnabledBefore() {
        peer.negotiate(SPLIT).share();
        peer.send(FrontEndRequest.SET_VRING_ENABLE, Wire.state(3, 1));
        peer.start(3);
        assertThat(peer.device.calls).endsWith("start 3 enabled");
        peer.end();
    }

    @Test
    void shouldWaitForTheDriverWhereTheStatusIsTold() {
        peer.negotiate(SPLIT, ProtocolFeatures.SUPPORTED).share().configure(0);
        peer.sendWithFds(FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
        assertThat(peer.device.running).isEmpty();
        assertThat(peer.session.state().rings().getFirst().started()).isTrue();
        assertThat(peer.session.state().rings().getFirst().running()).isFalse();

        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0xf));
        assertThat(peer.session.state().rings().getFirst().running()).isTrue();

        peer.device.positions.put(0, new RingBase(77, 0));
        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0));
        assertThat(peer.device.running).isEmpty();
        peer.send(FrontEndRequest.GET_VRING_BASE, Wire.state(0, 0));
        assertThat(peer.answer(FrontEndRequest.GET_VRING_BASE)).isEqualTo(77L << 32);
        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0xf));
        assertThat(peer.device.running).isEmpty();
        peer.end();
    }

    @Test
    void shouldNotStartAgainByStatusAloneAfterAReset() {
        peer.negotiate(SPLIT, ProtocolFeatures.SUPPORTED).share().configure(0);
        peer.sendWithFds(FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0xf));
        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0));
        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0xf));
        assertThat(peer.device.running).isEmpty();
        peer.end();
    }

    @Test
    void shouldStartWithoutDescriptors() {
        peer.negotiate(SPLIT).share().configure(0);
        peer.send(FrontEndRequest.SET_VRING_CALL, Wire.u64(NO_FD));
        peer.send(FrontEndRequest.SET_VRING_KICK, Wire.u64(NO_FD));
        final RingSetup setup = peer.device.running.get(0);
        assertThat(setup.kickFd()).isEqualTo(-1);
        assertThat(setup.callFd()).isEqualTo(-1);
        peer.end();
    }

    @Test
    void shouldHandOnNewDescriptorsBeforeTheOldAreClosed() {
        peer.negotiate(SPLIT).share().start(0);
        final int call = peer.device.running.get(0).callFd();
        peer.sendWithFds(FrontEndRequest.SET_VRING_CALL, 1, Wire.u64(0));
        assertThat(peer.device.running.get(0).callFd()).isNotEqualTo(call).isPositive();
        assertThat(peer.fds.isOpen(call)).isFalse();
        peer.sendWithFds(FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
        peer.send(FrontEndRequest.SET_VRING_CALL, Wire.u64(NO_FD));
        assertThat(peer.device.running.get(0).callFd()).isEqualTo(-1);
        assertThat(peer.device.calls).endsWith("fds 0", "fds 0", "fds 0");
        assertThat(peer.fds.openCount()).isEqualTo(2);
        peer.end();
    }

    @Test
    void shouldKeepOneErrorDescriptor() {
        peer.sendWithFds(FrontEndRequest.SET_VRING_ERR, 1, Wire.u64(0));
        peer.sendWithFds(FrontEndRequest.SET_VRING_ERR, 1, Wire.u64(0));
        assertThat(peer.fds.openCount()).isEqualTo(1);
        peer.send(FrontEndRequest.SET_VRING_ERR, Wire.u64(NO_FD));
        assertThat(peer.fds.openCount()).isZero();
        peer.end();
    }

    @Test
    void shouldAnswerWhereARingStoppedAndStartThereAgain() {
        peer.negotiate(PACKED).share().start(1);
        assertThat(peer.device.running.get(1).base()).isEqualTo(new RingBase(0x8000, 0x8000));
        peer.device.positions.put(1, new RingBase(0x0012, 0x800f));
        peer.send(FrontEndRequest.GET_VRING_BASE, Wire.state(1, 0));
        assertThat(peer.answer(FrontEndRequest.GET_VRING_BASE)).isEqualTo(0x800f0012_00000001L);
        assertThat(peer.fds.openCount()).as("the region's").isEqualTo(1);

        peer.send(FrontEndRequest.SET_VRING_BASE, Wire.state(1, 0x800f0012));
        peer.start(1);
        assertThat(peer.device.running.get(1).base()).isEqualTo(new RingBase(0x0012, 0x800f));
        peer.end();
    }

    @Test
    void shouldTakeUsedForAvailableWhenAPackedBaseHasOneHalf() {
        peer.negotiate(PACKED).share().configure(0);
        peer.send(FrontEndRequest.SET_VRING_BASE, Wire.state(0, 0x8005));
        peer.start(0);
        assertThat(peer.device.running.get(0).base()).isEqualTo(new RingBase(0x8005, 0x8005));
        peer.end();
    }

    @Test
    void shouldTranslateTheAreasInTheOrderOfTheWire() {
        peer.negotiate(SPLIT).share().start(0);
        final RingSetup setup = peer.device.running.get(0);
        assertThat(setup.descriptorAddress()).isEqualTo(ScriptedPeer.GUEST);
        assertThat(setup.driverAddress()).isEqualTo(ScriptedPeer.GUEST + 0x1000);
        assertThat(setup.deviceAddress()).isEqualTo(ScriptedPeer.GUEST + 0x2000);
        peer.end();
    }

    @Test
    void shouldRefuseAKickForARingWithoutSizeOrAddresses() {
        peer.negotiate(SPLIT).share();
        peer.assertRefused(
                Refusal.RING_STATE,
                "ring 0 cannot start: it has no size",
                FrontEndRequest.SET_VRING_KICK,
                1,
                Wire.u64(0));
        peer.send(FrontEndRequest.SET_VRING_NUM, Wire.state(0, 256));
        peer.assertRefused(Refusal.RING_STATE, "it has no addresses", FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
        assertThat(peer.fds.openCount()).isEqualTo(1);
        peer.end();
    }

    @Test
    void shouldRefuseToMoveWhatRuns() {
        peer.negotiate(SPLIT).share().start(0);
        peer.assertRefused(Refusal.RING_STATE, "its size stays", FrontEndRequest.SET_VRING_NUM, 0, Wire.state(0, 256));
        peer.assertRefused(Refusal.RING_STATE, "its base stays", FrontEndRequest.SET_VRING_BASE, 0, Wire.state(0, 0));
        peer.assertRefused(
                Refusal.RING_STATE,
                "its place stays",
                FrontEndRequest.SET_VRING_ADDR,
                0,
                Wire.address(0, 0, USER + 16, USER + 0x2000, USER + 0x1000));
        assertThat(peer.ask(FrontEndRequest.SET_VRING_ADDR, Wire.address(0, 0, USER, USER + 0x2000, USER + 0x1000)))
                .isZero();
        peer.end();
    }

    @Test
    void shouldStopNothingWhenTheDeviceWillNotStart() {
        peer.negotiate(SPLIT).share().configure(0);
        peer.device.unwilling.add("startRing");
        peer.assertRefused(Refusal.DEVICE, "will not", FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
        assertThat(peer.session.state().rings().getFirst().started()).isFalse();
        assertThat(peer.fds.openCount()).isEqualTo(1);
        peer.device.unwilling.clear();
        peer.start(0);
        peer.end();
    }

    @Test
    void shouldStartTheOthersWhenOneWillNotAtDriverOk() {
        peer.negotiate(SPLIT, ProtocolFeatures.SUPPORTED).share();
        for (int ring = 0; ring < 2; ring++) {
            peer.configure(ring);
            peer.sendWithFds(FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(ring));
        }
        // The memory under ring 0 goes away while it waits for the driver.
        assertThat(peer.ask(
                        FrontEndRequest.SET_MEM_TABLE,
                        1,
                        Wire.table(1, Wire.region(ScriptedPeer.GUEST, 0x4000, USER + 0x4000, 0))))
                .isZero();
        peer.assertRefused(
                Refusal.RING_ADDRESS, "ring 0: the descriptor area", FrontEndRequest.SET_STATUS, 0, Wire.u64(0xf));
        assertThat(peer.device.running.keySet()).containsExactly(1);
        peer.end();
    }
}
