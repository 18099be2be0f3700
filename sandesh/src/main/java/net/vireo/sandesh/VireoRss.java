// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * Our own: receive side scaling of an interface that has it in software. Get answers settings and counters, add makes
 * the one change that {@link #CHANGE} names, delete sets everything back to how it was at the start.
 */
public final class VireoRss extends SandeshObject<VireoRss> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_rss_req";

    /** In {@link #CHANGE}: {@link #ENTRY} goes to {@link #QUEUE}. */
    public static final int CHANGE_ENTRY = 1;

    /** In {@link #CHANGE}: the key becomes {@link #KEY}. */
    public static final int CHANGE_KEY = 2;

    /** In {@link #CHANGE}: what is hashed becomes {@link #FIELDS}. */
    public static final int CHANGE_FIELDS = 3;

    /** In {@link #CHANGE}: the table is filled anew with the first {@link #QUEUES} queues. */
    public static final int CHANGE_SPREAD = 4;

    static final Schema<VireoRss> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoRss> H_OP = SCHEMA.i32(1, "h_op");

    /** The interface's index. */
    public static final Field.OfInt<VireoRss> VIF = SCHEMA.i32(2, "vif");

    /** For add: one of the CHANGE_.. constants. */
    public static final Field.OfInt<VireoRss> CHANGE = SCHEMA.i32(3, "change");

    /** For add: an entry of the indirection table. */
    public static final Field.OfInt<VireoRss> ENTRY = SCHEMA.i32(4, "entry");

    /** For add: where its flows go. */
    public static final Field.OfInt<VireoRss> QUEUE = SCHEMA.i32(5, "queue");

    /** How many queues; for add: how many of them the table is spread over. */
    public static final Field.OfInt<VireoRss> QUEUES = SCHEMA.i32(6, "queues");

    /** What is hashed: 1 IPv4, 2 TCP over it, 4 UDP over it, 8, 16, 32 the same for IPv6. */
    public static final Field.OfInt<VireoRss> FIELDS = SCHEMA.i32(7, "fields");

    /** The Toeplitz key, 40 bytes. */
    public static final Field.OfBytes<VireoRss> KEY = SCHEMA.bytes(8, "key");

    /** The indirection table: the queue of each entry. */
    public static final Field.OfBytes<VireoRss> TABLE = SCHEMA.bytes(9, "table");

    /** Frames found in each entry. */
    public static final Field.OfLongs<VireoRss> HITS = SCHEMA.u64List(10, "hits");

    /** Frames without a hash: no IP, or nothing of it asked for. They go to queue 0. */
    public static final Field.OfLong<VireoRss> UNHASHED = SCHEMA.u64(11, "unhashed");

    /** Packets that each queue's lcore was given. */
    public static final Field.OfLongs<VireoRss> DELIVERED = SCHEMA.u64List(12, "delivered");

    /** Packets for each queue that found its ring full. */
    public static final Field.OfLongs<VireoRss> MISSED = SCHEMA.u64List(13, "missed");

    /** A new object with every field zero or empty. */
    public VireoRss() {
        super(SCHEMA);
    }
}
