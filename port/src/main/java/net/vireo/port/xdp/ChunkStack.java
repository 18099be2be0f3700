// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

/** The chunks that are free: the one that came last, whose lines are still in the cache, leaves first. One thread. */
final class ChunkStack {
    private final short[] chunks;
    private int count;

    /** All are free. */
    ChunkStack(final int chunkCount) {
        chunks = new short[chunkCount];
        for (int i = 0; i < chunkCount; i++) {
            push(i);
        }
    }

    int count() {
        return count;
    }

    /** There must be one. */
    int pop() {
        return chunks[--count];
    }

    /** @return false when more would be free than there are: it was not out */
    boolean push(final int chunk) {
        if (count == chunks.length) {
            return false;
        }
        chunks[count++] = (short) chunk;
        return true;
    }
}
