// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Forwarding classes to the marks and the queue of leaving packets, as parallel lists. */
public final class VrFcMap extends SandeshObject<VrFcMap> implements Paged<VrFcMap> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_fc_map_req";

    static final Schema<VrFcMap> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrFcMap> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrFcMap> RID = SCHEMA.u16(2, "fmr_rid");
    public static final Field.OfInts<VrFcMap> ID = SCHEMA.i16List(3, "fmr_id");
    public static final Field.OfBytes<VrFcMap> DSCP = SCHEMA.bytes(4, "fmr_dscp");
    public static final Field.OfBytes<VrFcMap> MPLS_QOS = SCHEMA.bytes(5, "fmr_mpls_qos");
    public static final Field.OfBytes<VrFcMap> DOTONEP = SCHEMA.bytes(6, "fmr_dotonep");
    public static final Field.OfBytes<VrFcMap> QUEUE_ID = SCHEMA.bytes(7, "fmr_queue_id");
    public static final Field.OfInt<VrFcMap> MARKER = SCHEMA.i16(8, "fmr_marker");

    /** A new object with every field zero or empty. */
    public VrFcMap() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrFcMap last) {
        final int[] ids = last.value(ID);
        put(MARKER, ids.length == 0 ? -1 : ids[ids.length - 1]);
    }
}
