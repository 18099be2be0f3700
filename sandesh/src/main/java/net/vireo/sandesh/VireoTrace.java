// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Our own: the walk of packets through the graph. Add arms a session, get fetches packet after packet, delete disarms it. */
public final class VireoTrace extends SandeshObject<VireoTrace> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_trace_req";

    static final Schema<VireoTrace> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoTrace> H_OP = SCHEMA.i32(1, "h_op");

    /** Chosen by the router when it is armed. */
    public static final Field.OfInt<VireoTrace> SESSION = SCHEMA.i32(2, "session");

    /** The interface that packets must come in by, -1 for any. */
    public static final Field.OfInt<VireoTrace> VIF = SCHEMA.i32(3, "vif");

    /** How many packets to capture. */
    public static final Field.OfInt<VireoTrace> COUNT = SCHEMA.i32(4, "count");

    /** How many packets are captured so far. */
    public static final Field.OfInt<VireoTrace> CAPTURED = SCHEMA.i32(5, "captured");

    /** Which of them this is, from 0. */
    public static final Field.OfInt<VireoTrace> PACKET = SCHEMA.i32(6, "packet");

    /** The steps of the walk, 48 bytes each, numbers big endian. */
    public static final Field.OfBytes<VireoTrace> STEPS = SCHEMA.bytes(7, "steps");

    /** The first bytes of the packet. */
    public static final Field.OfBytes<VireoTrace> HEAD = SCHEMA.bytes(8, "head");

    /** Which of the interface's packets, in the words of the trace's filter; empty for all. */
    public static final Field.OfString<VireoTrace> FILTER = SCHEMA.string(9, "filter");

    /** The last bytes of the probe that is waited for; empty for other packets. */
    public static final Field.OfBytes<VireoTrace> MARK = SCHEMA.bytes(10, "mark");

    /** 1 to end the probe before a guest or the host gets it. */
    public static final Field.OfInt<VireoTrace> STOPS = SCHEMA.i32(11, "stops");

    /** Which step the answer begins with; a walk may be longer than a message. */
    public static final Field.OfInt<VireoTrace> FIRST_STEP = SCHEMA.i32(12, "first_step");

    /** How many steps the whole walk has. */
    public static final Field.OfInt<VireoTrace> STEP_COUNT = SCHEMA.i32(13, "step_count");

    /** A new object with every field zero or empty. */
    public VireoTrace() {
        super(SCHEMA);
    }
}
