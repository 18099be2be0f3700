// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** The outcome of one request. */
public final class VrResponse extends SandeshObject<VrResponse> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_response";

    static final Schema<VrResponse> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrResponse> H_OP = SCHEMA.i32(1, "h_op");

    /** 0, a number of objects (see {@link ResponseCode}), or a negative errno. */
    public static final Field.OfInt<VrResponse> CODE = SCHEMA.i32(2, "resp_code");

    /** A new object with every field zero or empty. */
    public VrResponse() {
        super(SCHEMA);
    }
}
