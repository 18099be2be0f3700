// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;

/** A front end and a back end, and between them a stream that cuts as it likes and duplicates descriptors. */
final class Conversation {
    final FdLedger frontFds = new FdLedger();
    final ScriptedPeer back;
    final FrontEndSession front;

    private final Random cuts;

    Conversation(final FrontEndConfig wanted, final BackEndConfig offered, final long seed) {
        back = new ScriptedPeer(offered);
        front = new FrontEndSession(wanted, frontFds, 0);
        cuts = new Random(seed);
    }

    /** Until nobody has anything to say. */
    void run() {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (Outgoing said = front.poll(); said != null; said = front.poll()) {
                busy = true;
                int[] travelling = back.fds.open(said.fds().length);
                final ByteBuffer bytes = said.bytes();
                while (bytes.hasRemaining()) {
                    back.session.receive(cut(bytes, back.session.wantedBytes()), travelling);
                    travelling = new int[0];
                    assertThat(said.fds()).isEmpty();
                }
            }
            for (Outgoing said = back.session.poll(); said != null; said = back.session.poll()) {
                busy = true;
                while (said.bytes().hasRemaining()) {
                    front.receive(0, cut(said.bytes(), front.wantedBytes()));
                }
            }
            back.device.checkLent();
        }
    }

    private ByteBuffer cut(final ByteBuffer bytes, final int wanted) {
        final int length = Math.min(bytes.remaining(), 1 + cuts.nextInt(wanted));
        final ByteBuffer piece = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return piece;
    }
}
