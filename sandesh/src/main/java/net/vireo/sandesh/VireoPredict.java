// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * Our own: what would become of a packet that came in now. Add predicts it, sends nothing, and answers the first part of
 * the walk; get answers another part, delete forgets it. Lcores are named by their numbers, 10 for the first.
 */
public final class VireoPredict extends SandeshObject<VireoPredict> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_predict_req";

    /** An lcore or a queue that cannot be told, a step that there is not. */
    public static final int NONE = -1;

    static final Schema<VireoPredict> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoPredict> H_OP = SCHEMA.i32(1, "h_op");

    /** The interface that the packet comes in on. */
    public static final Field.OfInt<VireoPredict> VIF = SCHEMA.i32(2, "vif");

    /** The receive queue that it comes in by, -1 when that cannot be told. */
    public static final Field.OfInt<VireoPredict> QUEUE = SCHEMA.i32(3, "queue");

    /** The packet, from its Ethernet header on. */
    public static final Field.OfBytes<VireoPredict> FRAME = SCHEMA.bytes(4, "frame");

    /** The lcore that polls the queue. */
    public static final Field.OfInt<VireoPredict> POLLER = SCHEMA.i32(5, "poller");

    /** The lcore that processes the packet. */
    public static final Field.OfInt<VireoPredict> LCORE = SCHEMA.i32(6, "lcore");

    /** From which step on an agent was assumed to say that the flow is to be forwarded, -1 when it was not. */
    public static final Field.OfInt<VireoPredict> ASSUMED_FROM = SCHEMA.i32(7, "assumed_from");

    /** 1 when a packet waits inside in the end. */
    public static final Field.OfInt<VireoPredict> WAITS = SCHEMA.i32(8, "waits");

    /** The prediction's number, chosen by the router. */
    public static final Field.OfInt<VireoPredict> NUMBER = SCHEMA.i32(9, "number");

    /** Where the part begins. */
    public static final Field.OfInt<VireoPredict> OFFSET = SCHEMA.i32(10, "offset");

    /** Length of all parts together. */
    public static final Field.OfInt<VireoPredict> TOTAL = SCHEMA.i32(11, "total");

    /** A part of the walk and of what leaves. */
    public static final Field.OfBytes<VireoPredict> PART = SCHEMA.bytes(12, "part");

    /** A new object with every field zero or empty. */
    public VireoPredict() {
        super(SCHEMA);
    }
}
