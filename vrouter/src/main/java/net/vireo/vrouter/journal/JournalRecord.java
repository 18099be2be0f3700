// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.journal;

/** One change: a number that rises by one from record to record, what kind of change it is, and its bytes. */
public final class JournalRecord {
    private final long sequence;
    private final int kind;
    private final byte[] payload;

    JournalRecord(final long sequence, final int kind, final byte[] payload) {
        this.sequence = sequence;
        this.kind = kind;
        this.payload = payload;
    }

    /** All records of a snapshot carry the number of the last change in it. */
    public long sequence() {
        return sequence;
    }

    /** What the payload is, the writer's business. */
    public int kind() {
        return kind;
    }

    /** The bytes; the caller's from now on. */
    public byte[] payload() {
        return payload;
    }
}
