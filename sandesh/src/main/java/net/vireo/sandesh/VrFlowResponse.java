// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** The outcome of setting a flow. Its operation is a flow operation: set 0, list 1, table get 2. */
public final class VrFlowResponse extends SandeshObject<VrFlowResponse> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_flow_response";

    static final Schema<VrFlowResponse> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrFlowResponse> OP = SCHEMA.i32(1, "fresp_op");
    public static final Field.OfInt<VrFlowResponse> RID = SCHEMA.u16(2, "fresp_rid");
    public static final Field.OfInt<VrFlowResponse> FLAGS = SCHEMA.u16(3, "fresp_flags");
    public static final Field.OfInt<VrFlowResponse> INDEX = SCHEMA.u32(4, "fresp_index");
    public static final Field.OfInt<VrFlowResponse> BYTES = SCHEMA.u32(5, "fresp_bytes");
    public static final Field.OfInt<VrFlowResponse> PACKETS = SCHEMA.u32(6, "fresp_packets");
    public static final Field.OfInt<VrFlowResponse> STATS_OFLOW = SCHEMA.u32(7, "fresp_stats_oflow");
    public static final Field.OfInt<VrFlowResponse> GEN_ID = SCHEMA.i8(8, "fresp_gen_id");

    /** A new object with every field zero or empty. */
    public VrFlowResponse() {
        super(SCHEMA);
    }
}
