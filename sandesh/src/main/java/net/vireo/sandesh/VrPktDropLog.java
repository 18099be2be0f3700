// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * The log of dropped packets: its sizes and switches. An add sets the switches {@link #PKT_DROPLOG_EN} and {@link
 * #PKT_DROPLOG_MIN_SYSCTL_EN}, a reset forgets the packets. The packets themselves are in a file beside the counters.
 */
public final class VrPktDropLog extends SandeshObject<VrPktDropLog> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_pkt_drop_log_req";

    static final Schema<VrPktDropLog> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrPktDropLog> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrPktDropLog> RID = SCHEMA.i16(2, "vdl_rid");
    public static final Field.OfInt<VrPktDropLog> CORE = SCHEMA.i16(3, "vdl_core");
    public static final Field.OfInt<VrPktDropLog> LOG_IDX = SCHEMA.i16(4, "vdl_log_idx");
    public static final Field.OfInt<VrPktDropLog> MAX_NUM_CORES = SCHEMA.i16(5, "vdl_max_num_cores");
    public static final Field.OfInt<VrPktDropLog> PKT_DROPLOG_MAX_BUFSZ = SCHEMA.i16(6, "vdl_pkt_droplog_max_bufsz");
    public static final Field.OfInt<VrPktDropLog> PKT_DROPLOG_EN = SCHEMA.i16(7, "vdl_pkt_droplog_en");
    public static final Field.OfInt<VrPktDropLog> PKT_DROPLOG_SYSCTL_EN = SCHEMA.i16(8, "vdl_pkt_droplog_sysctl_en");
    public static final Field.OfBytes<VrPktDropLog> PKT_DROPLOG_ARR = SCHEMA.bytes(9, "vdl_pkt_droplog_arr");
    public static final Field.OfInt<VrPktDropLog> PKT_DROPLOG_TYPE = SCHEMA.i8(10, "vdl_pkt_droplog_type");
    public static final Field.OfInt<VrPktDropLog> PKT_DROPLOG_MIN_SYSCTL_EN =
            SCHEMA.i8(11, "vdl_pkt_droplog_min_sysctl_en");
    public static final Field.OfInt<VrPktDropLog> PKT_DROPLOG_CONFIG = SCHEMA.i8(12, "vdl_pkt_droplog_config");

    /** A new object with every field zero or empty. */
    public VrPktDropLog() {
        super(SCHEMA);
    }
}
