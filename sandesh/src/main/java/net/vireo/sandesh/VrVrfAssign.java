// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** The VRF that a VLAN of an interface is looked up in. */
public final class VrVrfAssign extends SandeshObject<VrVrfAssign> implements Paged<VrVrfAssign> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_vrf_assign_req";

    static final Schema<VrVrfAssign> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrVrfAssign> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrVrfAssign> RID = SCHEMA.i16(2, "var_rid");
    public static final Field.OfInt<VrVrfAssign> VIF_INDEX = SCHEMA.i16(3, "var_vif_index");
    public static final Field.OfInt<VrVrfAssign> VIF_VRF = SCHEMA.i32(4, "var_vif_vrf");
    public static final Field.OfInt<VrVrfAssign> VLAN_ID = SCHEMA.i16(5, "var_vlan_id");
    public static final Field.OfInt<VrVrfAssign> MARKER = SCHEMA.i16(6, "var_marker");
    public static final Field.OfInt<VrVrfAssign> NH_ID = SCHEMA.i32(7, "var_nh_id");

    /** A new object with every field zero or empty. */
    public VrVrfAssign() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrVrfAssign last) {
        put(MARKER, last.value(VLAN_ID));
    }
}
