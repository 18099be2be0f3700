// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A stream has no messages: however it is cut, the same happens. */
class AnyCutTest {
    private static final List<Script.Line> LINES = Script.of(RecordedSequencesTest.qemu()
            // And a refusal, and the end.
            + "08000000 09000000 08000000 09000000 00010000\n"
            + "2c000000 01000000 00000000 +1\n");

    /** All that can be seen from outside. */
    private record Seen(List<String> calls, List<String> refusals, List<String> replies, String ended) {}

    @Test
    void shouldDoTheSameHoweverTheStreamIsCut() {
        final Seen whole = play(new Random(0), Integer.MAX_VALUE);
        assertThat(whole.calls()).contains("start 0 enabled", "stop 1");
        assertThat(whole.refusals()).hasSize(2);
        assertThat(whole.ended()).contains("no request 44");

        assertThat(play(new Random(1), 1)).isEqualTo(whole);
        for (int seed = 0; seed < 300; seed++) {
            assertThat(play(new Random(seed), 1 + seed % 60))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    /** Descriptors come with the first byte of their message; messages without any may arrive together. */
    private static Seen play(final Random cuts, final int longest) {
        final ScriptedPeer peer = RecordedSequencesTest.peer(2);
        final List<String> replies = new ArrayList<>();
        ByteBuffer pending = ByteBuffer.allocate(0);
        for (final Script.Line line : LINES) {
            if (line.fds() > 0 || cuts.nextBoolean()) {
                feed(peer, pending, cuts, longest);
                pending = ByteBuffer.allocate(0);
            }
            final byte[] message = line.message();
            pending = ByteBuffer.allocate(pending.remaining() + message.length)
                    .put(pending)
                    .put(message)
                    .flip();
            if (line.fds() > 0) {
                final int length = Math.min(pending.remaining(), 1 + cuts.nextInt(Math.min(longest, message.length)));
                peer.session.receive(pending.slice(0, length), peer.fds.open(line.fds()));
                pending.position(length);
            }
        }
        feed(peer, pending, cuts, longest);
        for (Outgoing reply = peer.session.poll(); reply != null; reply = peer.session.poll()) {
            replies.add(Wire.hex(reply.bytes()));
        }
        final Seen seen = new Seen(peer.device.calls, peer.device.refusals, replies, peer.session.ended());
        peer.end();
        return seen;
    }

    private static void feed(final ScriptedPeer peer, final ByteBuffer bytes, final Random cuts, final int longest) {
        while (bytes.hasRemaining()) {
            final int length = Math.min(bytes.remaining(), longest == 1 ? 1 : 1 + cuts.nextInt(longest));
            peer.session.receive(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
            peer.device.checkLent();
        }
    }
}
