// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** A routing instance. */
public final class VrVrf extends SandeshObject<VrVrf> implements Paged<VrVrf> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_vrf_req";

    static final Schema<VrVrf> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrVrf> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrVrf> RID = SCHEMA.i16(2, "vrf_rid");
    public static final Field.OfInt<VrVrf> IDX = SCHEMA.i32(3, "vrf_idx");
    public static final Field.OfInt<VrVrf> FLAGS = SCHEMA.i32(4, "vrf_flags");
    public static final Field.OfInt<VrVrf> HBFL_VIF_IDX = SCHEMA.i32(5, "vrf_hbfl_vif_idx");
    public static final Field.OfInt<VrVrf> HBFR_VIF_IDX = SCHEMA.i32(6, "vrf_hbfr_vif_idx");
    public static final Field.OfInt<VrVrf> MARKER = SCHEMA.i32(7, "vrf_marker");

    /** A new object with every field zero or empty. */
    public VrVrf() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrVrf last) {
        put(MARKER, last.value(IDX));
    }
}
