// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * Our own: one ring that an interface's device shares with a guest, at one moment, as the data plane sees it. A get answers;
 * lists have an element for each descriptor around the position, in the order of the ring.
 */
public final class VireoRing extends SandeshObject<VireoRing> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_ring_req";

    /** In {@link #SIDE}: packets from the guest come in by it. */
    public static final int RECEIVE = 0;

    /** In {@link #SIDE}: packets for the guest leave by it. */
    public static final int TRANSMIT = 1;

    static final Schema<VireoRing> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoRing> H_OP = SCHEMA.i32(1, "h_op");

    /** The interface's index. */
    public static final Field.OfInt<VireoRing> VIF = SCHEMA.i32(2, "vif");

    /** The queue. */
    public static final Field.OfInt<VireoRing> QUEUE = SCHEMA.i32(3, "queue");

    /** {@link #RECEIVE} or {@link #TRANSMIT}, as the data plane sees it. */
    public static final Field.OfInt<VireoRing> SIDE = SCHEMA.i32(4, "side");

    /** 1 while packets flow. */
    public static final Field.OfInt<VireoRing> ENABLED = SCHEMA.i32(5, "enabled");

    /** {@code split} or {@code packed}; empty when the ring cannot be looked at, or the guest runs none. */
    public static final Field.OfString<VireoRing> KIND = SCHEMA.string(6, "kind");

    /** What broke it, or why it cannot be looked at; empty while it is sound. */
    public static final Field.OfString<VireoRing> TROUBLE = SCHEMA.string(7, "trouble");

    /** Entries of its descriptor table. */
    public static final Field.OfInt<VireoRing> SIZE = SCHEMA.i32(8, "size");

    /** Up to where the guest has put buffers in: of a split ring it runs freely to 65535. */
    public static final Field.OfInt<VireoRing> AVAIL = SCHEMA.i32(9, "avail");

    /** From where the data plane takes the next one. */
    public static final Field.OfInt<VireoRing> SEEN = SCHEMA.i32(10, "seen");

    /** Up to where the data plane has given buffers back. */
    public static final Field.OfInt<VireoRing> USED = SCHEMA.i32(11, "used");

    /** Buffers that nobody has taken. */
    public static final Field.OfInt<VireoRing> WAITING = SCHEMA.i32(12, "waiting");

    /** Whether the data plane wants to be notified, in words. */
    public static final Field.OfString<VireoRing> KICKS = SCHEMA.string(13, "kicks");

    /** Whether the guest wants to be notified, in words. */
    public static final Field.OfString<VireoRing> CALLS = SCHEMA.string(14, "calls");

    /** Place in the ring. */
    public static final Field.OfInts<VireoRing> SLOTS = SCHEMA.i32List(15, "slots");

    /** The descriptor's number; the buffer's in a packed ring. */
    public static final Field.OfInts<VireoRing> IDS = SCHEMA.i32List(16, "ids");

    /** Where the buffer is, as the guest has it. */
    public static final Field.OfLongs<VireoRing> ADDRESSES = SCHEMA.u64List(17, "addresses");

    /** How long it is. */
    public static final Field.OfLongs<VireoRing> LENGTHS = SCHEMA.u64List(18, "lengths");

    /** 1 next, 2 write, 4 indirect, 128 and 32768 a packed ring's available and used. */
    public static final Field.OfInts<VireoRing> FLAGS = SCHEMA.i32List(19, "flags");

    /** The descriptor that goes on, where a flag says so. */
    public static final Field.OfInts<VireoRing> NEXTS = SCHEMA.i32List(20, "nexts");

    /** 1: available, and nobody has taken it. */
    public static final Field.OfBytes<VireoRing> STATES = SCHEMA.bytes(21, "states");

    /** A new object with every field zero or empty. */
    public VireoRing() {
        super(SCHEMA);
    }
}
