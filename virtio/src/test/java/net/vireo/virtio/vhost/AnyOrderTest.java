// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every message at every moment: done or refused with a sentence, and the device's contract is kept. */
class AnyOrderTest {
    private static final List<Script.Line> QEMU = Script.of(RecordedSequencesTest.qemu());

    @Test
    void shouldBearEveryMessageAtEveryMoment() {
        int refused = 0;
        int ended = 0;
        for (final FrontEndRequest request : FrontEndRequest.values()) {
            for (int at = 0; at <= QEMU.size(); at++) {
                final ScriptedPeer peer = RecordedSequencesTest.peer(2);
                play(peer, QEMU.subList(0, at));
                peer.send(
                        Wire.message(request, Wire.NEED_REPLY, payload(request)),
                        request == FrontEndRequest.SET_MEM_TABLE ? 1 : request.maxFds());
                play(peer, QEMU.subList(at, QEMU.size()));
                refused += peer.device.refusals.size();
                ended += peer.session.ended() == null ? 0 : 1;
                peer.end();
            }
        }
        assertThat(refused).isGreaterThan(1000);
        assertThat(ended).isGreaterThan(100);
    }

    @Test
    void shouldBearTheSequenceInAnyOrder() {
        for (int seed = 0; seed < 1000; seed++) {
            final List<Script.Line> lines = new ArrayList<>(QEMU);
            Collections.shuffle(lines, new Random(seed));
            final ScriptedPeer peer = RecordedSequencesTest.peer(2);
            // So that refusals are survived and what follows is tried too.
            peer.send(FrontEndRequest.SET_PROTOCOL_FEATURES, Wire.u64(ProtocolFeatures.SUPPORTED));
            for (final Script.Line line : lines) {
                final byte[] message = line.message();
                message[4] |= Wire.NEED_REPLY;
                peer.send(message, line.fds());
            }
            assertThat(peer.device.calls).isNotEmpty();
            peer.end();
        }
    }

    private static void play(final ScriptedPeer peer, final List<Script.Line> lines) {
        for (final Script.Line line : lines) {
            peer.send(line.message(), line.fds());
        }
    }

    private static byte[] payload(final FrontEndRequest request) {
        return switch (request) {
            case SET_MEM_TABLE -> Wire.table(1, Wire.region(0, 0x600_0000, 0x7f00_b100_0000L, 0));
            case ADD_MEM_REG -> Wire.slot(Wire.region(0x1_0000_0000L, 0x1000, 0x7f01_0000_0000L, 0));
            case REM_MEM_REG -> Wire.slot(Wire.region(0xc_0000, 0x5f4_0000, 0x7f00_b10c_0000L, 0));
            case SET_VRING_NUM, SET_VRING_BASE, SET_VRING_ENABLE -> Wire.state(1, 1);
            case SET_VRING_ADDR -> Wire.address(1, 0, 0x7f00_b1f2_0000L, 0x7f00_b1f2_2000L, 0x7f00_b1f2_1000L);
            case SET_FEATURES -> Wire.u64(ScriptedPeer.SPLIT);
            default -> new byte[request.minPayloadBytes()];
        };
    }
}
