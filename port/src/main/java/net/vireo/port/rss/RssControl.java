// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import java.util.Arrays;
import java.util.HexFormat;
import net.vireo.packet.Toeplitz;

/**
 * What can be set on a port's receive side scaling while it runs: key, hash fields, indirection table. The control
 * thread changes it, any thread reads it. Every change is one release of an immutable state that lcores pick up with
 * their next burst: it moves exactly the flows it says, and only at that moment may packets of one of them overtake
 * each other.
 */
public final class RssControl {
    /** Bytes of a key: enough for the longest input, two IPv6 addresses and two ports. */
    public static final int KEY_BYTES = Toeplitz.KEY_BYTES;

    /** The key of Microsoft's specification, which comes with its test vectors. */
    private static final String MICROSOFT_KEY =
            "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa";

    private static final int MAX_QUEUES = 64;

    private final int queueCount;
    private final Steering defaults;
    private volatile Steering steering;

    RssControl(final int queueCount, final int entries) {
        if (queueCount < 1 || queueCount > MAX_QUEUES) {
            throw new IllegalArgumentException("queues: " + queueCount + ", must be 1.." + MAX_QUEUES);
        }
        this.queueCount = queueCount;
        final byte[] key = microsoftKey();
        defaults = new Steering(key, new Toeplitz(key), RssFields.ALL, Indirection.fill(entries, queueCount));
        steering = defaults;
    }

    static byte[] microsoftKey() {
        return HexFormat.of().parseHex(MICROSOFT_KEY);
    }

    /** How many queues there are to steer to. */
    public int queueCount() {
        return queueCount;
    }

    /** Entries of the indirection table, a power of two. */
    public int entries() {
        return defaults.entries();
    }

    /** A copy of the key. */
    public byte[] key() {
        return steering.key();
    }

    /**
     * Sets the key; most flows move.
     *
     * @throws IllegalArgumentException unless it has {@value #KEY_BYTES} bytes
     */
    public void key(final byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes, not " + key.length);
        }
        steering = steering.withKey(key);
    }

    /** What is hashed: a sum of {@link RssFields}. */
    public int fields() {
        return steering.fields();
    }

    /**
     * Sets what is hashed; 0 sends everything to queue 0.
     *
     * @throws IllegalArgumentException for bits that are none of {@link RssFields}
     */
    public void fields(final int fields) {
        if ((fields & ~RssFields.ALL) != 0) {
            throw new IllegalArgumentException("unknown hash fields: 0x" + Integer.toHexString(fields));
        }
        steering = steering.withFields(fields);
    }

    /** A copy of the indirection table: the queue of each entry. */
    public int[] table() {
        return steering.table();
    }

    /**
     * Sends one entry's flows to another queue.
     *
     * @throws IllegalArgumentException when there is no such entry or queue
     */
    public void entry(final int entry, final int queue) {
        if (entry < 0 || entry >= entries() || queue < 0 || queue >= queueCount) {
            throw new IllegalArgumentException("entry " + entry + " to queue " + queue + ": there are entries 0.."
                    + (entries() - 1) + " and queues 0.." + (queueCount - 1));
        }
        final int[] table = steering.table();
        table[entry] = queue;
        steering = steering.withTable(table);
    }

    /**
     * Fills the whole table anew with the first {@code queues} queues, see {@link Indirection#fill}.
     *
     * @throws IllegalArgumentException when there are not so many
     */
    public void spread(final int queues) {
        if (queues < 1 || queues > queueCount) {
            throw new IllegalArgumentException("spread over " + queues + " queues: there are " + queueCount);
        }
        steering = steering.withTable(Indirection.fill(entries(), queues));
    }

    /** Sets key, fields and table to what they were at the start. */
    public void reset() {
        steering = defaults;
    }

    /** Whether nothing differs from the start. */
    public boolean isDefault() {
        final Steering now = steering;
        return now.fields() == defaults.fields()
                && Arrays.equals(now.key(), defaults.key())
                && Arrays.equals(now.table(), defaults.table());
    }

    Steering steering() {
        return steering;
    }
}
