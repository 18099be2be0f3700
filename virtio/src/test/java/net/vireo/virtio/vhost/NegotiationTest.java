// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static net.vireo.virtio.vhost.ScriptedPeer.PACKED;
import static net.vireo.virtio.vhost.ScriptedPeer.SPLIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.vireo.virtio.Features;
import org.junit.jupiter.api.Test;

class NegotiationTest {
    private final ScriptedPeer peer = new ScriptedPeer();

    @Test
    void shouldOfferWhatIsConfiguredAndProtocolFeatures() {
        peer.send(FrontEndRequest.GET_FEATURES);
        assertThat(peer.answer(FrontEndRequest.GET_FEATURES))
                .isEqualTo(ScriptedPeer.OFFERED | Features.PROTOCOL_FEATURES);
        peer.send(FrontEndRequest.GET_PROTOCOL_FEATURES);
        assertThat(peer.answer(FrontEndRequest.GET_PROTOCOL_FEATURES)).isEqualTo(ProtocolFeatures.SUPPORTED);
        peer.end();
    }

    @Test
    void shouldRefuseAConfigurationThatPromisesTooMuch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackEndConfig(0, ProtocolFeatures.INFLIGHT_SHMFD, 1, 256, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> BackEndConfig.of(Features.LOG_ALL, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> BackEndConfig.of(0, 129));
        assertThatIllegalArgumentException().isThrownBy(() -> BackEndConfig.of(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BackEndConfig(0, 0, 1, 32769, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new BackEndConfig(0, 0, 1, 256, 7));
    }

    @Test
    void shouldRefuseFeaturesThatWereNotOffered() {
        peer.negotiate(0);
        peer.assertRefused(
                Refusal.FEATURES,
                "features 0x4000000 were not offered",
                FrontEndRequest.SET_FEATURES,
                0,
                Wire.u64(SPLIT | Features.LOG_ALL));
        peer.assertRefused(
                Refusal.FEATURES,
                "protocol features 0x1000 were not offered",
                FrontEndRequest.SET_PROTOCOL_FEATURES,
                0,
                Wire.u64(ProtocolFeatures.INFLIGHT_SHMFD));
        assertThat(peer.session.state().features()).isZero();
        peer.end();
    }

    @Test
    void shouldTakeOtherFeaturesOnlyWhileNoRingHasStarted() {
        peer.negotiate(SPLIT).share().start(0);
        assertThat(peer.ask(FrontEndRequest.SET_FEATURES, Wire.u64(SPLIT))).isZero();
        peer.assertRefused(Refusal.FEATURES, "cannot become", FrontEndRequest.SET_FEATURES, 0, Wire.u64(PACKED));
        peer.assertRefused(
                Refusal.FEATURES,
                "cannot become",
                FrontEndRequest.SET_PROTOCOL_FEATURES,
                0,
                Wire.u64(ProtocolFeatures.REPLY_ACK));
        peer.send(FrontEndRequest.GET_VRING_BASE, Wire.state(0, 0));
        peer.reply();
        assertThat(peer.ask(FrontEndRequest.SET_FEATURES, Wire.u64(PACKED))).isZero();
        assertThat(peer.device.features).isEqualTo(PACKED);
        assertThat(peer.device.calls)
                .filteredOn(call -> call.startsWith("features"))
                .hasSize(2);
        peer.end();
    }

    @Test
    void shouldNotDisableARingWhenFeaturesAreSaidAgain() {
        peer.negotiate(SPLIT).share().start(0);
        peer.send(FrontEndRequest.SET_VRING_ENABLE, Wire.state(0, 1));
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(SPLIT));
        assertThat(peer.device.calls).endsWith("enable 0");
        peer.end();
    }

    @Test
    void shouldEnableAllRingsForAFrontEndWithoutProtocolFeatures() {
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(Features.VERSION_1));
        peer.share().start(0).start(1);
        assertThat(peer.device.calls).endsWith("start 0 enabled", "start 1 enabled");
        assertThat(peer.session.state().rings()).allMatch(BackEndState.RingState::enabled);
        peer.end();
    }

    @Test
    void shouldNotDisableWhenProtocolFeaturesAreAcknowledgedLater() {
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(Features.VERSION_1));
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(SPLIT));
        peer.share().start(0);
        assertThat(peer.device.calls).endsWith("start 0 enabled");
        peer.end();
    }

    @Test
    void shouldNotLetFeaturesOkStickAfterARefusal() {
        peer.negotiate(0, ProtocolFeatures.SUPPORTED);
        peer.assertRefused(
                Refusal.FEATURES, "not offered", FrontEndRequest.SET_FEATURES, 0, Wire.u64(Features.LOG_ALL));
        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0xb));
        assertThat(status()).isEqualTo(3);
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(SPLIT));
        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0xb));
        assertThat(status()).isEqualTo(0xb);
        peer.end();
    }

    @Test
    void shouldNotLetFeaturesOkStickWhenTheDeviceCannot() {
        peer.negotiate(0, ProtocolFeatures.SUPPORTED);
        peer.device.unwilling.add("features");
        peer.assertRefused(Refusal.DEVICE, "will not", FrontEndRequest.SET_FEATURES, 0, Wire.u64(SPLIT));
        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(8));
        assertThat(status()).isZero();
        assertThat(peer.session.state().features()).isZero();
        peer.end();
    }

    @Test
    void shouldRefuseAStatusOfMoreThan8Bits() {
        peer.negotiate(SPLIT, ProtocolFeatures.SUPPORTED);
        peer.assertRefused(Refusal.VALUE, "0x100", FrontEndRequest.SET_STATUS, 0, Wire.u64(0x100));
        peer.assertRefused(Refusal.VALUE, "0xffffffff00000000", FrontEndRequest.SET_STATUS, 0, Wire.u64(-1L << 32));
        peer.end();
    }

    @Test
    void shouldHandOnMtuAndAnnouncement() {
        peer.negotiate(SPLIT);
        peer.send(FrontEndRequest.NET_SET_MTU, Wire.u64(9000));
        peer.send(FrontEndRequest.SEND_RARP, Wire.hex("5254 0012 3456 ffff"));
        assertThat(peer.device.calls).endsWith("mtu 9000", "announce 525400123456");
        peer.assertRefused(Refusal.VALUE, "MTU of 67", FrontEndRequest.NET_SET_MTU, 0, Wire.u64(67));
        peer.assertRefused(Refusal.VALUE, "MTU of 65536", FrontEndRequest.NET_SET_MTU, 0, Wire.u64(65536));
        peer.assertRefused(Refusal.VALUE, "MTU of 18446744073709551615", FrontEndRequest.NET_SET_MTU, 0, Wire.u64(-1));
        peer.end();
    }

    @Test
    void shouldForgetEverythingButTheMemoryOnReset() {
        peer.negotiate(SPLIT).share().start(0).start(1);
        peer.send(FrontEndRequest.SET_VRING_ENABLE, Wire.state(0, 1));
        assertThat(peer.ask(FrontEndRequest.RESET_DEVICE)).isZero();
        assertThat(peer.device.calls).endsWith("stop 0", "stop 1", "reset");
        assertThat(peer.session.state().rings()).isEmpty();
        assertThat(peer.session.state().features()).isZero();
        assertThat(peer.session.state().regions()).hasSize(1);
        assertThat(peer.fds.openCount()).isEqualTo(1);
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(SPLIT));
        peer.start(0);
        assertThat(peer.device.calls).endsWith("features 0x140000000", "start 0 disabled");
        peer.end();
    }

    @Test
    void shouldStopAndDisableOnResetOwner() {
        peer.negotiate(SPLIT).share().start(0);
        peer.send(FrontEndRequest.SET_VRING_ENABLE, Wire.state(0, 1));
        peer.send(FrontEndRequest.RESET_OWNER);
        assertThat(peer.device.calls).endsWith("stop 0");
        assertThat(peer.session.state().rings().getFirst().enabled()).isFalse();
        assertThat(peer.session.ended()).isNull();
        peer.end();
    }

    @Test
    void shouldReplaceTheBackEndsSocket() {
        peer.negotiate(SPLIT);
        assertThat(peer.ask(FrontEndRequest.SET_BACKEND_REQ_FD, 1)).isZero();
        assertThat(peer.ask(FrontEndRequest.SET_BACKEND_REQ_FD, 1)).isZero();
        assertThat(peer.fds.openCount()).isEqualTo(1);
        peer.end();
    }

    private long status() {
        peer.send(FrontEndRequest.GET_STATUS);
        return peer.answer(FrontEndRequest.GET_STATUS);
    }
}
