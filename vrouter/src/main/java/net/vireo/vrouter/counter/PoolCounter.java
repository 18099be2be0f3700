// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/**
 * The packet pool's balance as of the last snapshot: free + cached + out = size, where out is what ports and lcores
 * hold. Written by the control thread. The ordinal is the position in the pool row of the counter file.
 */
public enum PoolCounter {
    /** Buffers that exist. */
    SIZE("buffers"),
    /** Buffers in the common free lists. */
    FREE("free"),
    /** Buffers in the lcores' caches. */
    CACHED("cached"),
    /** Buffers that were taken and not given back: in ports' rings and in flight. */
    OUT("out"),
    /** Buffers that ports hold: posted for receiving, or waiting in their rings. */
    IN_PORTS("in ports");

    private final String label;

    PoolCounter(final String label) {
        this.label = label;
    }

    /** Words for a table. */
    public String label() {
        return label;
    }

    /** Position in its row of the counter file: the order of declaration, to which new constants are appended. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the file's format
    public int position() {
        return ordinal();
    }
}
