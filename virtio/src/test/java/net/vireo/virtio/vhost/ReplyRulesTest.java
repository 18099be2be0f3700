// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static net.vireo.virtio.vhost.ScriptedPeer.SPLIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReplyRulesTest {
    private final ScriptedPeer peer = new ScriptedPeer();

    @Test
    void shouldAcknowledgeOnlyWhenAsked() {
        peer.negotiate(SPLIT);
        assertThat(peer.ask(FrontEndRequest.SET_OWNER)).isZero();
        peer.send(FrontEndRequest.SET_OWNER);
        assertThat(peer.session.poll()).isNull();
        peer.end();
    }

    @Test
    void shouldNotAcknowledgeWithoutTheProtocolFeature() {
        peer.negotiate(SPLIT, ProtocolFeatures.MQ);
        peer.send(Wire.message(FrontEndRequest.SET_OWNER, Wire.NEED_REPLY), 0);
        assertThat(peer.session.poll()).isNull();
        assertThat(peer.session.ended()).isNull();
        peer.end();
    }

    @Test
    void shouldAnswerOnceWhenThereIsAnAnswerAlready() {
        peer.negotiate(SPLIT);
        assertThat(peer.ask(FrontEndRequest.GET_QUEUE_NUM)).isEqualTo(4);
        assertThat(peer.ask(FrontEndRequest.GET_MAX_MEM_SLOTS)).isEqualTo(8);
        peer.end();
    }

    @Test
    void shouldAnswer1AndStayWhenARefusedRequestAskedForAReply() {
        peer.negotiate(SPLIT);
        peer.assertRefused(Refusal.RING, "no ring 8", FrontEndRequest.SET_VRING_NUM, 0, Wire.state(8, 256));
        assertThat(peer.ask(FrontEndRequest.SET_VRING_NUM, Wire.state(7, 256))).isZero();
        assertThat(peer.session.state().refusals()).isEqualTo(1);
        assertThat(peer.session.state().requests()).isEqualTo(5);
        peer.end();
    }

    @Test
    void shouldEndWhenARefusedRequestDidNotAsk() {
        peer.negotiate(SPLIT).share().start(0);
        peer.send(FrontEndRequest.SET_VRING_NUM, Wire.state(8, 256));
        assertThat(peer.device.running).isEmpty();
        assertThat(peer.device.table).isEmpty();
        assertThat(peer.session.poll()).isNull();
        peer.assertEnded(Refusal.RING, "no ring 8");
    }

    @Test
    void shouldEndWhenARefusedRequestHasAnAnswerOfItsOwn() {
        peer.negotiate(SPLIT);
        peer.send(Wire.message(FrontEndRequest.GET_VRING_BASE, Wire.NEED_REPLY, Wire.state(8, 0)), 0);
        assertThat(peer.session.poll()).isNull();
        peer.assertEnded(Refusal.RING, "no ring 8");
    }

    @Test
    void shouldEndOnAnotherSizeEvenIfAReplyIsAskedFor() {
        peer.negotiate(SPLIT);
        peer.send(Wire.message(FrontEndRequest.SET_FEATURES, Wire.NEED_REPLY, new byte[4]), 0);
        assertThat(peer.session.poll()).isNull();
        peer.assertEnded(Refusal.FRAMING, "SET_FEATURES with 4 bytes");
    }

    @Test
    void shouldEndOnAReplyWhereARequestBelongs() {
        peer.send(Wire.message(FrontEndRequest.GET_FEATURES, 5), 0);
        peer.assertEnded(Refusal.FRAMING, "reply");
    }

    @Test
    void shouldEndOnAnotherVersion() {
        peer.send(Wire.message(FrontEndRequest.GET_FEATURES, 2), 1);
        peer.assertEnded(Refusal.FRAMING, "version 2");
    }

    @Test
    void shouldStillSendWhatWasAnsweredBeforeTheEnd() {
        final ByteBuffer both = ByteBuffer.allocate(32)
                .put(Wire.message(FrontEndRequest.GET_FEATURES, Wire.PLAIN))
                .put(Wire.message(FrontEndRequest.SET_STATUS, Wire.PLAIN, Wire.u64(1)))
                .flip();
        peer.session.receive(both);
        assertThat(peer.session.ended()).contains("SET_STATUS needs protocol feature bit 16");
        assertThat(peer.answer(FrontEndRequest.GET_FEATURES)).isNotZero();
        peer.end();
    }

    @Test
    void shouldTakeAndCloseWhatComesAfterTheEnd() {
        peer.session.close("the vif was deleted");
        peer.sendWithFds(FrontEndRequest.SET_MEM_TABLE, 3, Wire.table(1));
        assertThat(peer.fds.openCount()).isZero();
        assertThat(peer.session.ended()).isEqualTo("the vif was deleted");
        assertThat(peer.session.state().requests()).isZero();
    }

    @Test
    void shouldCloseDescriptorsOfAMessageThatNeverBecameWhole() {
        peer.session.receive(ByteBuffer.wrap(new byte[] {5, 0, 0}), peer.fds.open(2));
        peer.session.receive(ByteBuffer.allocate(0), peer.fds.open(1));
        assertThat(peer.fds.openCount()).isEqualTo(3);
        peer.end();
    }
}
