// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** The router itself: build, limits, run-time settings. In an add, -1 leaves a setting as it is. */
public final class VrouterOps extends SandeshObject<VrouterOps> {
    /** The name on the wire. */
    public static final String OBJECT = "vrouter_ops";

    static final Schema<VrouterOps> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrouterOps> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrouterOps> RID = SCHEMA.i32(2, "vo_rid");
    public static final Field.OfInt<VrouterOps> MPLS_LABELS = SCHEMA.i32(3, "vo_mpls_labels");
    public static final Field.OfInt<VrouterOps> NEXTHOPS = SCHEMA.i32(4, "vo_nexthops");
    public static final Field.OfInt<VrouterOps> BRIDGE_ENTRIES = SCHEMA.i32(5, "vo_bridge_entries");
    public static final Field.OfInt<VrouterOps> OFLOW_BRIDGE_ENTRIES = SCHEMA.i32(6, "vo_oflow_bridge_entries");
    public static final Field.OfInt<VrouterOps> FLOW_ENTRIES = SCHEMA.i32(7, "vo_flow_entries");
    public static final Field.OfInt<VrouterOps> OFLOW_ENTRIES = SCHEMA.i32(8, "vo_oflow_entries");
    public static final Field.OfInt<VrouterOps> INTERFACES = SCHEMA.i32(9, "vo_interfaces");
    public static final Field.OfInt<VrouterOps> MIRROR_ENTRIES = SCHEMA.i32(10, "vo_mirror_entries");
    public static final Field.OfInt<VrouterOps> VRFS = SCHEMA.i32(11, "vo_vrfs");

    /** A JSON text. */
    public static final Field.OfString<VrouterOps> BUILD_INFO = SCHEMA.string(12, "vo_build_info");

    public static final Field.OfInt<VrouterOps> LOG_LEVEL = SCHEMA.u32(13, "vo_log_level");
    public static final Field.OfInts<VrouterOps> LOG_TYPE_ENABLE = SCHEMA.i32List(14, "vo_log_type_enable");
    public static final Field.OfInts<VrouterOps> LOG_TYPE_DISABLE = SCHEMA.i32List(15, "vo_log_type_disable");
    public static final Field.OfInt<VrouterOps> PERFR = SCHEMA.i32(16, "vo_perfr");
    public static final Field.OfInt<VrouterOps> PERFS = SCHEMA.i32(17, "vo_perfs");
    public static final Field.OfInt<VrouterOps> FROM_VM_MSS_ADJ = SCHEMA.i32(18, "vo_from_vm_mss_adj");
    public static final Field.OfInt<VrouterOps> TO_VM_MSS_ADJ = SCHEMA.i32(19, "vo_to_vm_mss_adj");
    public static final Field.OfInt<VrouterOps> PERFR1 = SCHEMA.i32(20, "vo_perfr1");
    public static final Field.OfInt<VrouterOps> PERFR2 = SCHEMA.i32(21, "vo_perfr2");
    public static final Field.OfInt<VrouterOps> PERFR3 = SCHEMA.i32(22, "vo_perfr3");
    public static final Field.OfInt<VrouterOps> PERFP = SCHEMA.i32(23, "vo_perfp");
    public static final Field.OfInt<VrouterOps> PERFQ1 = SCHEMA.i32(24, "vo_perfq1");
    public static final Field.OfInt<VrouterOps> PERFQ2 = SCHEMA.i32(25, "vo_perfq2");
    public static final Field.OfInt<VrouterOps> PERFQ3 = SCHEMA.i32(26, "vo_perfq3");
    public static final Field.OfInt<VrouterOps> UDP_COFF = SCHEMA.i32(27, "vo_udp_coff");
    public static final Field.OfInt<VrouterOps> FLOW_HOLD_LIMIT = SCHEMA.i32(28, "vo_flow_hold_limit");
    public static final Field.OfInt<VrouterOps> MUDP = SCHEMA.i32(29, "vo_mudp");
    public static final Field.OfInt<VrouterOps> FLOW_USED_ENTRIES = SCHEMA.u32(30, "vo_flow_used_entries");
    public static final Field.OfInt<VrouterOps> FLOW_USED_OENTRIES = SCHEMA.u32(31, "vo_flow_used_oentries");
    public static final Field.OfInt<VrouterOps> BRIDGE_USED_ENTRIES = SCHEMA.u32(32, "vo_bridge_used_entries");
    public static final Field.OfInt<VrouterOps> BRIDGE_USED_OENTRIES = SCHEMA.u32(33, "vo_bridge_used_oentries");
    public static final Field.OfInt<VrouterOps> BURST_TOKENS = SCHEMA.i32(34, "vo_burst_tokens");
    public static final Field.OfInt<VrouterOps> BURST_INTERVAL = SCHEMA.i32(35, "vo_burst_interval");
    public static final Field.OfInt<VrouterOps> BURST_STEP = SCHEMA.i32(36, "vo_burst_step");
    public static final Field.OfInt<VrouterOps> MEMORY_ALLOC_CHECKS = SCHEMA.i32(37, "vo_memory_alloc_checks");
    public static final Field.OfInt<VrouterOps> PRIORITY_TAGGING = SCHEMA.u32(38, "vo_priority_tagging");
    public static final Field.OfInt<VrouterOps> VIF_BRIDGE_ENTRIES = SCHEMA.i32(39, "vo_vif_bridge_entries");
    public static final Field.OfInt<VrouterOps> VIF_OFLOW_BRIDGE_ENTRIES =
            SCHEMA.i32(40, "vo_vif_oflow_bridge_entries");
    public static final Field.OfInt<VrouterOps> PACKET_DUMP = SCHEMA.i32(41, "vo_packet_dump");
    public static final Field.OfInt<VrouterOps> PKT_DROPLOG_BUFSZ = SCHEMA.i32(42, "vo_pkt_droplog_bufsz");
    public static final Field.OfInt<VrouterOps> PKT_DROPLOG_BUF_EN = SCHEMA.i8(43, "vo_pkt_droplog_buf_en");
    public static final Field.OfInt<VrouterOps> PKT_DROPLOG_EN = SCHEMA.i8(44, "vo_pkt_droplog_en");
    public static final Field.OfInt<VrouterOps> PKT_DROPLOG_MIN_EN = SCHEMA.i8(45, "vo_pkt_droplog_min_en");
    public static final Field.OfInt<VrouterOps> UNCOND_CLOSE_FLOW_ON_TCP_RST =
            SCHEMA.i8(46, "vo_uncond_close_flow_on_tcp_rst");
    public static final Field.OfInt<VrouterOps> GENETLINK_GROUP_ID = SCHEMA.i16(47, "vo_genetlink_group_id");

    /** A new object with every field zero or empty. */
    public VrouterOps() {
        super(SCHEMA);
    }
}
