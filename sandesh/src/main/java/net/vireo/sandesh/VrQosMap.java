// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Marks of arriving packets to forwarding classes, as parallel lists. */
public final class VrQosMap extends SandeshObject<VrQosMap> implements Paged<VrQosMap> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_qos_map_req";

    static final Schema<VrQosMap> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrQosMap> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrQosMap> RID = SCHEMA.u16(2, "qmr_rid");
    public static final Field.OfInt<VrQosMap> ID = SCHEMA.u16(3, "qmr_id");
    public static final Field.OfBytes<VrQosMap> DSCP = SCHEMA.bytes(4, "qmr_dscp");
    public static final Field.OfBytes<VrQosMap> DSCP_FC_ID = SCHEMA.bytes(5, "qmr_dscp_fc_id");
    public static final Field.OfBytes<VrQosMap> MPLS_QOS = SCHEMA.bytes(6, "qmr_mpls_qos");
    public static final Field.OfBytes<VrQosMap> MPLS_QOS_FC_ID = SCHEMA.bytes(7, "qmr_mpls_qos_fc_id");
    public static final Field.OfBytes<VrQosMap> DOTONEP = SCHEMA.bytes(8, "qmr_dotonep");
    public static final Field.OfBytes<VrQosMap> DOTONEP_FC_ID = SCHEMA.bytes(9, "qmr_dotonep_fc_id");
    public static final Field.OfInt<VrQosMap> MARKER = SCHEMA.i16(10, "qmr_marker");

    /** A new object with every field zero or empty. */
    public VrQosMap() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrQosMap last) {
        put(MARKER, last.value(ID));
    }
}
