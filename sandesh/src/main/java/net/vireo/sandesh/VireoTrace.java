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

    /** A new object with every field zero or empty. */
    public VireoTrace() {
        super(SCHEMA);
    }
}
