// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/**
 * The packet pool's balance as of the last snapshot: free + cached + out = size, where out is what ports and lcores
 * hold. Written by the control thread. The ordinal is the position in the pool row of the counter file.
 */
public enum PoolCounter {
    /** Buffers that exist. */
    SIZE,
    /** Buffers in the common free lists. */
    FREE,
    /** Buffers in the lcores' caches. */
    CACHED,
    /** Buffers that were taken and not given back: in ports' rings and in flight. */
    OUT;

    /** Position in its row of the counter file: the order of declaration, to which new constants are appended. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the file's format
    public int position() {
        return ordinal();
    }
}
