// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.sys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;

/** Zeroed native memory for the parameters of one call; gone when closed. For calls that are not hot. */
public final class Scratch implements AutoCloseable {
    private static final long ALIGNMENT_BYTES = 8;

    private final Arena arena = Arena.ofConfined();

    /** @return the address of {@code lengthBytes} zero bytes, aligned to eight */
    public long allocate(final long lengthBytes) {
        return arena.allocate(Math.max(lengthBytes, 1), ALIGNMENT_BYTES).address();
    }

    /** @return the address of the text in UTF-8 with a zero byte behind it */
    public long string(final String text) {
        return arena.allocateFrom(text, UTF_8).address();
    }

    @Override
    public void close() {
        arena.close();
    }
}
