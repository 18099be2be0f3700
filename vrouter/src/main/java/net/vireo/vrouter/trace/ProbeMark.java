// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.trace;

import java.nio.ByteBuffer;
import net.vireo.linux.memory.Memory;

/**
 * What a probe's last bytes are, in whatever tunnel it is: random, so that no other packet has them. Headers in front
 * may change on the way, what a packet carries does not.
 */
public final class ProbeMark implements PacketMatch {
    /** Length of a mark. */
    public static final int LENGTH_BYTES = 16;

    private final long first;
    private final long second;

    /** @throws IllegalArgumentException when it is not {@link #LENGTH_BYTES} long */
    public ProbeMark(final byte[] mark) {
        if (mark.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a mark of " + mark.length + " bytes, must be " + LENGTH_BYTES);
        }
        final ByteBuffer bytes = ByteBuffer.wrap(mark);
        first = bytes.getLong();
        second = bytes.getLong();
    }

    @Override
    public boolean matches(final long address, final int lengthBytes) {
        if (lengthBytes < LENGTH_BYTES) {
            return false;
        }
        final long mark = Memory.base(address + lengthBytes - LENGTH_BYTES);
        return Memory.getLongBe(mark) == first && Memory.getLongBe(mark + Long.BYTES) == second;
    }
}
