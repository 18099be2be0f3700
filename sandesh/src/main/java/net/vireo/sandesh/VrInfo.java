// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Text about the data plane: cores, memory pools, links. Longer text is fetched piece by piece. */
public final class VrInfo extends SandeshObject<VrInfo> implements Paged<VrInfo> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_info_req";

    static final Schema<VrInfo> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrInfo> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrInfo> RID = SCHEMA.i16(2, "vdu_rid");
    public static final Field.OfInt<VrInfo> INDEX = SCHEMA.i16(3, "vdu_index");
    public static final Field.OfInt<VrInfo> BUFF_TABLE_ID = SCHEMA.i16(4, "vdu_buff_table_id");

    /** The piece of the text, from 0; in a request the last one received, -1 to begin. */
    public static final Field.OfInt<VrInfo> MARKER = SCHEMA.i16(5, "vdu_marker");

    /** What about: the version 0, its long form 1, memory pools 4, lcores 7 and more that there is nothing to say about. */
    public static final Field.OfInt<VrInfo> MSGINFO = SCHEMA.i16(6, "vdu_msginfo");

    public static final Field.OfInt<VrInfo> OUTBUFSZ = SCHEMA.i32(7, "vdu_outbufsz");
    public static final Field.OfBytes<VrInfo> INBUF = SCHEMA.bytes(8, "vdu_inbuf");
    public static final Field.OfBytes<VrInfo> PROC_INFO = SCHEMA.bytes(9, "vdu_proc_info");

    /** A new object with every field zero or empty. */
    public VrInfo() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrInfo last) {
        put(MARKER, last.value(MARKER));
    }
}
