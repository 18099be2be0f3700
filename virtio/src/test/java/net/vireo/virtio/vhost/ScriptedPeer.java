// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.vireo.virtio.Features;

/** A front end that says whatever a test wants to a {@link BackEndSession}, and counts descriptors. */
final class ScriptedPeer {
    static final long OFFERED = Features.VERSION_1
            | Features.MRG_RXBUF
            | Features.CSUM
            | Features.GUEST_CSUM
            | Features.HOST_TSO4
            | Features.GUEST_TSO4
            | Features.MQ
            | Features.INDIRECT_DESC
            | Features.EVENT_IDX
            | Features.RING_PACKED
            | Features.IN_ORDER;
    static final long SPLIT = Features.VERSION_1 | Features.PROTOCOL_FEATURES;
    static final long PACKED = SPLIT | Features.RING_PACKED;

    static final long GUEST = 0x1_0000_0000L;
    static final long USER = 0x7f00_0000_0000L;
    static final long LENGTH = 0x10_0000;

    final FdLedger fds = new FdLedger();
    final RecordingDevice device = new RecordingDevice(fds);
    final BackEndSession session;

    private int expectedRefusals;

    ScriptedPeer() {
        this(new BackEndConfig(OFFERED, ProtocolFeatures.SUPPORTED, 4, 32768, 8));
    }

    ScriptedPeer(final BackEndConfig config) {
        session = new BackEndSession(config, device, fds);
    }

    /** Sends a message, descriptors with its first byte. */
    void send(final byte[] message, final int descriptors) {
        session.receive(ByteBuffer.wrap(message), fds.open(descriptors));
        device.checkLent();
    }

    void send(final FrontEndRequest request, final byte... payload) {
        send(Wire.message(request, Wire.PLAIN, payload), 0);
    }

    void sendWithFds(final FrontEndRequest request, final int descriptors, final byte... payload) {
        send(Wire.message(request, Wire.PLAIN, payload), descriptors);
    }

    /** Sends with need_reply and returns what the acknowledgement says. */
    long ask(final FrontEndRequest request, final int descriptors, final byte... payload) {
        send(Wire.message(request, Wire.NEED_REPLY, payload), descriptors);
        return answer(request);
    }

    long ask(final FrontEndRequest request, final byte... payload) {
        return ask(request, 0, payload);
    }

    /** The u64 (or ring state) that was answered; there must be exactly one answer. */
    long answer(final FrontEndRequest request) {
        final ByteBuffer reply = reply();
        assertThat(reply.getInt()).isEqualTo(request.number());
        assertThat(reply.getInt()).isEqualTo(5);
        assertThat(reply.getInt()).isEqualTo(8);
        final long answer = reply.getLong();
        assertThat(reply.hasRemaining()).isFalse();
        assertThat(session.poll()).isNull();
        return answer;
    }

    ByteBuffer reply() {
        final Outgoing reply = session.poll();
        assertThat(reply).as("a reply; refused: %s", device.refusals).isNotNull();
        assertThat(reply.fds()).isEmpty();
        return reply.bytes().order(java.nio.ByteOrder.LITTLE_ENDIAN);
    }

    ScriptedPeer negotiate(final long features, final long protocolFeatures) {
        send(FrontEndRequest.SET_OWNER);
        send(FrontEndRequest.SET_PROTOCOL_FEATURES, Wire.u64(protocolFeatures));
        send(FrontEndRequest.SET_FEATURES, Wire.u64(features));
        assertNothingRefused();
        return this;
    }

    /** Everything that is offered but the status: rings start with their kick. */
    ScriptedPeer negotiate(final long features) {
        return negotiate(features, ProtocolFeatures.SUPPORTED & ~ProtocolFeatures.STATUS);
    }

    ScriptedPeer share() {
        sendWithFds(FrontEndRequest.SET_MEM_TABLE, 1, Wire.table(1, Wire.region(GUEST, LENGTH, USER, 0)));
        assertNothingRefused();
        return this;
    }

    ScriptedPeer configure(final int ring) {
        send(FrontEndRequest.SET_VRING_NUM, Wire.state(ring, 256));
        final long at = USER + ring * 0x4000L;
        send(FrontEndRequest.SET_VRING_ADDR, Wire.address(ring, 0, at, at + 0x2000, at + 0x1000));
        assertNothingRefused();
        return this;
    }

    ScriptedPeer start(final int ring) {
        configure(ring);
        sendWithFds(FrontEndRequest.SET_VRING_CALL, 1, Wire.u64(ring));
        sendWithFds(FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(ring));
        assertNothingRefused();
        assertThat(device.running).containsKey(ring);
        return this;
    }

    /** Nothing since the last time that a refusal was expected. */
    void assertNothingRefused() {
        assertThat(device.refusals).hasSize(expectedRefusals);
    }

    /** Refused, and the connection goes on. */
    void assertRefused(
            final Refusal kind,
            final String sentence,
            final FrontEndRequest request,
            final int count,
            final byte... payload) {
        assertThat(ask(request, count, payload)).isEqualTo(1);
        assertThat(device.refusals).hasSize(++expectedRefusals);
        assertThat(device.refusals.getLast()).contains(sentence);
        assertThat(device.refusalKinds.getLast()).isEqualTo(kind);
        assertThat(session.ended()).isNull();
        assertThat(session.state().lastRefusal()).contains(sentence);
    }

    /** The connection ended because of what was sent. */
    void assertEnded(final Refusal kind, final String sentence) {
        assertThat(session.ended()).contains(sentence);
        assertThat(device.refusals.getLast()).contains(sentence);
        assertThat(device.refusalKinds.getLast()).isEqualTo(kind);
        end();
    }

    /** The end, after which nothing may be left. */
    void end() {
        session.close("the test is over");
        session.close("twice");
        assertThat(device.running).isEmpty();
        assertThat(device.table).isEmpty();
        assertThat(fds.openCount()).as("descriptors left open").isZero();
    }
}
