// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** A virtual network identifier (VNI) to its next hop. The VNI is the marker of a dump as well. */
public final class VrVxlan extends SandeshObject<VrVxlan> implements Paged<VrVxlan> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_vxlan_req";

    static final Schema<VrVxlan> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrVxlan> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrVxlan> RID = SCHEMA.i16(2, "vxlanr_rid");
    public static final Field.OfInt<VrVxlan> VNID = SCHEMA.i32(3, "vxlanr_vnid");
    public static final Field.OfInt<VrVxlan> NHID = SCHEMA.i32(4, "vxlanr_nhid");

    /** A new object with every field zero or empty. */
    public VrVxlan() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(VNID, 0);
    }

    @Override
    public void after(final VrVxlan last) {
        put(VNID, last.value(VNID));
    }
}
