// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** An entry of the incoming label map: label to next hop. */
public final class VrMpls extends SandeshObject<VrMpls> implements Paged<VrMpls> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_mpls_req";

    static final Schema<VrMpls> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrMpls> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrMpls> LABEL = SCHEMA.i32(2, "mr_label");
    public static final Field.OfInt<VrMpls> RID = SCHEMA.i16(3, "mr_rid");
    public static final Field.OfInt<VrMpls> NHID = SCHEMA.i32(4, "mr_nhid");
    public static final Field.OfInt<VrMpls> MARKER = SCHEMA.i32(5, "mr_marker");

    /** A new object with every field zero or empty. */
    public VrMpls() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrMpls last) {
        put(MARKER, last.value(LABEL));
    }
}
