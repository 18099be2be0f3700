// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** A mirror: where copies of packets go. */
public final class VrMirror extends SandeshObject<VrMirror> implements Paged<VrMirror> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_mirror_req";

    static final Schema<VrMirror> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrMirror> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrMirror> INDEX = SCHEMA.i16(2, "mirr_index");
    public static final Field.OfInt<VrMirror> RID = SCHEMA.i16(3, "mirr_rid");
    public static final Field.OfInt<VrMirror> NHID = SCHEMA.i32(4, "mirr_nhid");
    public static final Field.OfInt<VrMirror> USERS = SCHEMA.i32(5, "mirr_users");
    public static final Field.OfInt<VrMirror> FLAGS = SCHEMA.i32(6, "mirr_flags");
    public static final Field.OfInt<VrMirror> MARKER = SCHEMA.i32(7, "mirr_marker");
    public static final Field.OfInt<VrMirror> VNI = SCHEMA.i32(8, "mirr_vni");
    public static final Field.OfInt<VrMirror> VLAN = SCHEMA.i16(9, "mirr_vlan");

    /** A new object with every field zero or empty. */
    public VrMirror() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrMirror last) {
        put(MARKER, last.value(INDEX));
    }
}
