// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * Our own: the queues of an interface's device. Which lcore polls each receive queue and why, which queue each lcore sends
 * by. A get answers one interface, with no queues when it has no device; a dump all that have one. Lcores are named by
 * their numbers, 10 for the first.
 */
public final class VireoQueue extends SandeshObject<VireoQueue> implements Paged<VireoQueue> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_queue_req";

    /** An lcore that is none, a queue that is none, a count that nobody keeps. */
    public static final int NONE = -1;

    /** The program that shares the device is not connected. */
    public static final int AWAY = 1;

    /** The program that shares the device is connected. */
    public static final int CONNECTED = 2;

    static final Schema<VireoQueue> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoQueue> H_OP = SCHEMA.i32(1, "h_op");

    /** The interface's index. */
    public static final Field.OfInt<VireoQueue> VIF = SCHEMA.i32(2, "vif");

    /** In a dump's request: the interface received last, -1 at the start. */
    public static final Field.OfInt<VireoQueue> MARKER = SCHEMA.i32(3, "marker");

    /** What the device is, in a word: {@code vhost-user}, {@code tap}. */
    public static final Field.OfString<VireoQueue> KIND = SCHEMA.string(4, "kind");

    /** What becomes of more queues than lcores: {@code all} are polled, or {@code contrail}. */
    public static final Field.OfString<VireoQueue> POLICY = SCHEMA.string(5, "policy");

    /** The number of the first lcore. */
    public static final Field.OfInt<VireoQueue> FIRST_LCORE = SCHEMA.i32(6, "first_lcore");

    /** How many forwarding lcores there are. */
    public static final Field.OfInt<VireoQueue> LCORES = SCHEMA.i32(7, "lcores");

    /** By receive queue: the lcore that polls it, or {@link #NONE}. */
    public static final Field.OfInts<VireoQueue> RX_LCORES = SCHEMA.i32List(8, "rx_lcores");

    /** By receive queue, why: 0 the fabric's own of that lcore, 1 it polled the fewest, 2 next after, 3 not served. */
    public static final Field.OfBytes<VireoQueue> RX_REASONS = SCHEMA.bytes(9, "rx_reasons");

    /** By receive queue: 1 when the other side uses it now. */
    public static final Field.OfBytes<VireoQueue> RX_ENABLED = SCHEMA.bytes(10, "rx_enabled");

    /** By receive queue: packets polled from it, or {@link #NONE} when they are not counted by queue. */
    public static final Field.OfLongs<VireoQueue> RX_PACKETS = SCHEMA.i64List(11, "rx_packets");

    /** By lcore, from the first: the device's queue that it sends by now, or {@link #NONE} when there is none. */
    public static final Field.OfInts<VireoQueue> TX_QUEUES = SCHEMA.i32List(12, "tx_queues");

    /** The name that the interface was added with. */
    public static final Field.OfString<VireoQueue> NAME = SCHEMA.string(13, "name");

    /** Of a device that is shared with a program: {@link #CONNECTED} or {@link #AWAY}; 0 of any other. */
    public static final Field.OfInt<VireoQueue> GUEST = SCHEMA.i32(14, "guest");

    /** Queue pairs that take packets for that program now. */
    public static final Field.OfInt<VireoQueue> OPEN_PAIRS = SCHEMA.i32(15, "open_pairs");

    /** How often it did with its rings what it must not. */
    public static final Field.OfLong<VireoQueue> RING_FAULTS = SCHEMA.i64(16, "ring_faults");

    /** How often which, in words; empty when there were none. */
    public static final Field.OfString<VireoQueue> RING_FAULT_TEXT = SCHEMA.string(17, "ring_fault_text");

    /** Bursts that were lost because its memory vanished under them. */
    public static final Field.OfLong<VireoQueue> MEMORY_FAULTS = SCHEMA.i64(18, "memory_faults");

    /** Frames that it sent on queues which it had not enabled. */
    public static final Field.OfLong<VireoQueue> DISCARDED = SCHEMA.i64(19, "discarded");

    /** By lcore, from the first: the lcore that sends for it; itself when it has a queue of its own. */
    public static final Field.OfInts<VireoQueue> TX_LCORES = SCHEMA.i32List(20, "tx_lcores");

    /** By lcore, from the first: packets that it handed to the lcore that sends for it. */
    public static final Field.OfLongs<VireoQueue> TX_HANDED_OVER = SCHEMA.i64List(21, "tx_handed_over");

    /** By lcore, from the first: packets that found the ring there full. */
    public static final Field.OfLongs<VireoQueue> TX_RING_FULL = SCHEMA.i64List(22, "tx_ring_full");

    /** How many packets each of these rings holds; 0 when every lcore has a queue of its own. */
    public static final Field.OfInt<VireoQueue> TX_RING_PACKETS = SCHEMA.i32(23, "tx_ring_packets");

    /** By lcore, from the first: its NUMA node, or {@link #NONE}; empty when they are not pinned. */
    public static final Field.OfInts<VireoQueue> LCORE_NODES = SCHEMA.i32List(24, "lcore_nodes");

    /** One more than the NUMA node of the packet buffers; 0 when it is not known. */
    public static final Field.OfInt<VireoQueue> MEMORY_NODE = SCHEMA.i32(25, "memory_node");

    /** One more than the NUMA node of the card behind the interface; 0 when it is not known. */
    public static final Field.OfInt<VireoQueue> PORT_NODE = SCHEMA.i32(26, "port_node");

    /**
     * Packets that one lcore polled and another took over to process: a row for each that polls (forwarding lcores, then
     * those that only poll), in it an element for each forwarding lcore. Empty where who polls processes.
     */
    public static final Field.OfLongs<VireoQueue> RX_HANDED_OVER = SCHEMA.i64List(27, "rx_handed_over");

    /**
     * What a program shares with the device, five numbers for each range: its address for the guest, its length in bytes,
     * its address in that program and in ours, and our number of its descriptor.
     */
    public static final Field.OfLongs<VireoQueue> GUEST_MEMORY = SCHEMA.i64List(28, "guest_memory");

    /** Three numbers for each ring that runs: the ring's, and our numbers of its kick and its call, {@link #NONE} for none. */
    public static final Field.OfInts<VireoQueue> RING_DESCRIPTORS = SCHEMA.i32List(29, "ring_descriptors");

    /** By receive queue: buffers that wait in a ring that nobody polls; {@link #NONE} where somebody does. May be empty. */
    public static final Field.OfInts<VireoQueue> RX_WAITING = SCHEMA.i32List(30, "rx_waiting");

    /** A new object with every field zero or empty. */
    public VireoQueue() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, NONE);
    }

    @Override
    public void after(final VireoQueue last) {
        put(MARKER, last.value(VIF));
    }
}
