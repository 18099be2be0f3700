// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Dropped packets by reason; of the whole router, or after an interface of that interface. */
public final class VrDropStats extends SandeshObject<VrDropStats> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_drop_stats_req";

    static final Schema<VrDropStats> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrDropStats> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrDropStats> RID = SCHEMA.i16(2, "vds_rid");

    /** In a request: core + 1, 0 for the sum of all. */
    public static final Field.OfInt<VrDropStats> CORE = SCHEMA.i16(3, "vds_core");

    public static final Field.OfLong<VrDropStats> DISCARD = SCHEMA.i64(4, "vds_discard");
    public static final Field.OfInt<VrDropStats> PCPU_STATS_FAILURE_STATUS =
            SCHEMA.i8(5, "vds_pcpu_stats_failure_status");
    public static final Field.OfLong<VrDropStats> PULL = SCHEMA.i64(6, "vds_pull");
    public static final Field.OfLong<VrDropStats> INVALID_IF = SCHEMA.i64(7, "vds_invalid_if");
    public static final Field.OfLong<VrDropStats> INVALID_ARP = SCHEMA.i64(8, "vds_invalid_arp");
    public static final Field.OfLong<VrDropStats> TRAP_NO_IF = SCHEMA.i64(9, "vds_trap_no_if");
    public static final Field.OfLong<VrDropStats> NOWHERE_TO_GO = SCHEMA.i64(10, "vds_nowhere_to_go");
    public static final Field.OfLong<VrDropStats> FLOW_QUEUE_LIMIT_EXCEEDED =
            SCHEMA.i64(11, "vds_flow_queue_limit_exceeded");
    public static final Field.OfLong<VrDropStats> FLOW_NO_MEMORY = SCHEMA.i64(12, "vds_flow_no_memory");
    public static final Field.OfLong<VrDropStats> FLOW_INVALID_PROTOCOL = SCHEMA.i64(13, "vds_flow_invalid_protocol");
    public static final Field.OfLong<VrDropStats> FLOW_NAT_NO_RFLOW = SCHEMA.i64(14, "vds_flow_nat_no_rflow");
    public static final Field.OfLong<VrDropStats> FLOW_ACTION_DROP = SCHEMA.i64(15, "vds_flow_action_drop");
    public static final Field.OfLong<VrDropStats> FLOW_ACTION_INVALID = SCHEMA.i64(16, "vds_flow_action_invalid");
    public static final Field.OfLong<VrDropStats> FLOW_UNUSABLE = SCHEMA.i64(17, "vds_flow_unusable");
    public static final Field.OfLong<VrDropStats> FLOW_TABLE_FULL = SCHEMA.i64(18, "vds_flow_table_full");
    public static final Field.OfLong<VrDropStats> INTERFACE_TX_DISCARD = SCHEMA.i64(19, "vds_interface_tx_discard");
    public static final Field.OfLong<VrDropStats> INTERFACE_DROP = SCHEMA.i64(20, "vds_interface_drop");
    public static final Field.OfLong<VrDropStats> DUPLICATED = SCHEMA.i64(21, "vds_duplicated");
    public static final Field.OfLong<VrDropStats> PUSH = SCHEMA.i64(22, "vds_push");
    public static final Field.OfLong<VrDropStats> TTL_EXCEEDED = SCHEMA.i64(23, "vds_ttl_exceeded");
    public static final Field.OfLong<VrDropStats> INVALID_NH = SCHEMA.i64(24, "vds_invalid_nh");
    public static final Field.OfLong<VrDropStats> INVALID_LABEL = SCHEMA.i64(25, "vds_invalid_label");
    public static final Field.OfLong<VrDropStats> INVALID_PROTOCOL = SCHEMA.i64(26, "vds_invalid_protocol");
    public static final Field.OfLong<VrDropStats> INTERFACE_RX_DISCARD = SCHEMA.i64(27, "vds_interface_rx_discard");
    public static final Field.OfLong<VrDropStats> INVALID_MCAST_SOURCE = SCHEMA.i64(28, "vds_invalid_mcast_source");
    public static final Field.OfLong<VrDropStats> HEAD_ALLOC_FAIL = SCHEMA.i64(29, "vds_head_alloc_fail");
    public static final Field.OfLong<VrDropStats> PCOW_FAIL = SCHEMA.i64(30, "vds_pcow_fail");
    public static final Field.OfLong<VrDropStats> MCAST_DF_BIT = SCHEMA.i64(31, "vds_mcast_df_bit");
    public static final Field.OfLong<VrDropStats> MCAST_CLONE_FAIL = SCHEMA.i64(32, "vds_mcast_clone_fail");
    public static final Field.OfLong<VrDropStats> NO_MEMORY = SCHEMA.i64(33, "vds_no_memory");
    public static final Field.OfLong<VrDropStats> REWRITE_FAIL = SCHEMA.i64(34, "vds_rewrite_fail");
    public static final Field.OfLong<VrDropStats> MISC = SCHEMA.i64(35, "vds_misc");
    public static final Field.OfLong<VrDropStats> INVALID_PACKET = SCHEMA.i64(36, "vds_invalid_packet");
    public static final Field.OfLong<VrDropStats> CKSUM_ERR = SCHEMA.i64(37, "vds_cksum_err");
    public static final Field.OfLong<VrDropStats> NO_FMD = SCHEMA.i64(38, "vds_no_fmd");
    public static final Field.OfLong<VrDropStats> CLONED_ORIGINAL = SCHEMA.i64(39, "vds_cloned_original");
    public static final Field.OfLong<VrDropStats> INVALID_VNID = SCHEMA.i64(40, "vds_invalid_vnid");
    public static final Field.OfLong<VrDropStats> FRAG_ERR = SCHEMA.i64(41, "vds_frag_err");
    public static final Field.OfLong<VrDropStats> INVALID_SOURCE = SCHEMA.i64(42, "vds_invalid_source");
    public static final Field.OfLong<VrDropStats> L2_NO_ROUTE = SCHEMA.i64(43, "vds_l2_no_route");
    public static final Field.OfLong<VrDropStats> FRAGMENT_QUEUE_FAIL = SCHEMA.i64(44, "vds_fragment_queue_fail");
    public static final Field.OfLong<VrDropStats> VLAN_FWD_TX = SCHEMA.i64(45, "vds_vlan_fwd_tx");
    public static final Field.OfLong<VrDropStats> VLAN_FWD_ENQ = SCHEMA.i64(46, "vds_vlan_fwd_enq");
    public static final Field.OfLong<VrDropStats> DROP_NEW_FLOW = SCHEMA.i64(47, "vds_drop_new_flow");
    public static final Field.OfLong<VrDropStats> FLOW_EVICT = SCHEMA.i64(48, "vds_flow_evict");
    public static final Field.OfLong<VrDropStats> TRAP_ORIGINAL = SCHEMA.i64(49, "vds_trap_original");
    public static final Field.OfLong<VrDropStats> LEAF_TO_LEAF = SCHEMA.i64(50, "vds_leaf_to_leaf");
    public static final Field.OfLong<VrDropStats> BMAC_ISID_MISMATCH = SCHEMA.i64(51, "vds_bmac_isid_mismatch");
    public static final Field.OfLong<VrDropStats> PKT_LOOP = SCHEMA.i64(52, "vds_pkt_loop");
    public static final Field.OfLong<VrDropStats> NO_CRYPT_PATH = SCHEMA.i64(53, "vds_no_crypt_path");
    public static final Field.OfLong<VrDropStats> INVALID_HBS_PKT = SCHEMA.i64(54, "vds_invalid_hbs_pkt");
    public static final Field.OfLong<VrDropStats> NO_FRAG_ENTRY = SCHEMA.i64(55, "vds_no_frag_entry");
    public static final Field.OfLong<VrDropStats> ICMP_ERROR = SCHEMA.i64(56, "vds_icmp_error");
    public static final Field.OfLong<VrDropStats> CLONE_FAIL = SCHEMA.i64(57, "vds_clone_fail");
    public static final Field.OfLong<VrDropStats> INVALID_UNDERLAY_ECMP = SCHEMA.i64(58, "vds_invalid_underlay_ecmp");

    /** A new object with every field zero or empty. */
    public VrDropStats() {
        super(SCHEMA);
    }

    /**
     * The counter with this field id (4, 6 to 58).
     *
     * @throws IllegalArgumentException when no counter has it
     */
    public static Field.OfLong<VrDropStats> counter(final int fieldId) {
        return SCHEMA.counter(fieldId);
    }
}
