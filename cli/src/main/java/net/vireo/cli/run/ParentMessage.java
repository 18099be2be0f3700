// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a data plane and its parent say to each other: packets of one byte, then a name. Each is answered by a packet
 * of the byte {@link #DONE}.
 *
 * @param what one of the constants
 * @param name of a vif, or empty
 */
record ParentMessage(byte what, String name) {
    /** The child could take over at any moment. */
    static final byte WAITS = 'w';

    /** The child forwards. */
    static final byte FORWARDS = 'f';

    /** Keep the descriptors that come along. */
    static final byte KEEP = 'k';

    /** Give back all that was kept: a packet of this kind comes for each name, before the answer. */
    static final byte GIVE = 'g';

    /** Close what was kept. */
    static final byte DROP = 'd';

    /** The answer. */
    static final byte DONE = '.';

    /** The longest packet: a name is a vif's. */
    static final int MAX_BYTES = 512;

    ByteBuffer bytes() {
        final byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(what).put(text).flip();
    }

    /** @param packet not empty */
    static ParentMessage of(final ByteBuffer packet) {
        final byte what = packet.get();
        return new ParentMessage(what, StandardCharsets.UTF_8.decode(packet).toString());
    }
}
