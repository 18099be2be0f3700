// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import net.vireo.packet.Toeplitz;

/**
 * Which queue a frame goes to: hash, then its low bits through the indirection table. Immutable, so that an lcore works
 * with one state of it for a whole burst. Any thread.
 */
final class Steering {
    private final byte[] key;
    private final Toeplitz toeplitz;
    private final int fields;
    private final int[] table;
    private final FrameHash hash;

    Steering(final byte[] key, final Toeplitz toeplitz, final int fields, final int[] table) {
        this.key = key.clone();
        this.toeplitz = toeplitz;
        this.fields = fields;
        this.table = table.clone();
        hash = new FrameHash(toeplitz, fields);
    }

    /** The same under another key. */
    Steering withKey(final byte[] otherKey) {
        return new Steering(otherKey, new Toeplitz(otherKey), fields, table);
    }

    /** The same over other fields. */
    Steering withFields(final int otherFields) {
        return new Steering(key, toeplitz, otherFields, table);
    }

    /** The same with another table. */
    Steering withTable(final int[] otherTable) {
        return new Steering(key, toeplitz, fields, otherTable);
    }

    /**
     * The entry of a frame. Hot.
     *
     * @return 0 .. entries - 1, or the number of entries for a frame without a hash
     */
    int entry(final long frame, final int lengthBytes) {
        final long value = hash.of(frame, lengthBytes);
        return value == FrameHash.UNHASHED ? table.length : (int) value & table.length - 1;
    }

    /** The queue of what {@link #entry} answered: 0 for frames without a hash. Hot. */
    int queue(final int entry) {
        return entry < table.length ? table[entry] : 0;
    }

    int entries() {
        return table.length;
    }

    byte[] key() {
        return key.clone();
    }

    int fields() {
        return fields;
    }

    int[] table() {
        return table.clone();
    }
}
