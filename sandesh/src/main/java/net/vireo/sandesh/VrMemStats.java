// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Allocations by kind of object. */
public final class VrMemStats extends SandeshObject<VrMemStats> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_mem_stats_req";

    static final Schema<VrMemStats> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrMemStats> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrMemStats> RID = SCHEMA.i16(2, "vms_rid");
    public static final Field.OfLong<VrMemStats> ALLOCED = SCHEMA.i64(3, "vms_alloced");
    public static final Field.OfLong<VrMemStats> FREED = SCHEMA.i64(4, "vms_freed");
    public static final Field.OfLong<VrMemStats> ASSEMBLER_TABLE_OBJECT = SCHEMA.i64(5, "vms_assembler_table_object");
    public static final Field.OfLong<VrMemStats> BRIDGE_MAC_OBJECT = SCHEMA.i64(6, "vms_bridge_mac_object");
    public static final Field.OfLong<VrMemStats> BTABLE_OBJECT = SCHEMA.i64(7, "vms_btable_object");
    public static final Field.OfLong<VrMemStats> BUILD_INFO_OBJECT = SCHEMA.i64(8, "vms_build_info_object");
    public static final Field.OfLong<VrMemStats> DEFER_OBJECT = SCHEMA.i64(9, "vms_defer_object");
    public static final Field.OfLong<VrMemStats> DROP_STATS_OBJECT = SCHEMA.i64(10, "vms_drop_stats_object");
    public static final Field.OfLong<VrMemStats> DROP_STATS_REQ_OBJECT = SCHEMA.i64(11, "vms_drop_stats_req_object");
    public static final Field.OfLong<VrMemStats> FLOW_QUEUE_OBJECT = SCHEMA.i64(12, "vms_flow_queue_object");
    public static final Field.OfLong<VrMemStats> FLOW_REQ_OBJECT = SCHEMA.i64(13, "vms_flow_req_object");
    public static final Field.OfLong<VrMemStats> FLOW_REQ_PATH_OBJECT = SCHEMA.i64(14, "vms_flow_req_path_object");
    public static final Field.OfLong<VrMemStats> FLOW_HOLD_STAT_OBJECT = SCHEMA.i64(15, "vms_flow_hold_stat_object");
    public static final Field.OfLong<VrMemStats> FLOW_LINK_LOCAL_OBJECT = SCHEMA.i64(16, "vms_flow_link_local_object");
    public static final Field.OfLong<VrMemStats> FLOW_METADATA_OBJECT = SCHEMA.i64(17, "vms_flow_metadata_object");
    public static final Field.OfLong<VrMemStats> FLOW_TABLE_DATA_OBJECT = SCHEMA.i64(18, "vms_flow_table_data_object");
    public static final Field.OfLong<VrMemStats> FLOW_TABLE_INFO_OBJECT = SCHEMA.i64(19, "vms_flow_table_info_object");
    public static final Field.OfLong<VrMemStats> FRAGMENT_OBJECT = SCHEMA.i64(20, "vms_fragment_object");
    public static final Field.OfLong<VrMemStats> FRAGMENT_QUEUE_OBJECT = SCHEMA.i64(21, "vms_fragment_queue_object");
    public static final Field.OfLong<VrMemStats> FRAGMENT_QUEUE_ELEMENT_OBJECT =
            SCHEMA.i64(22, "vms_fragment_queue_element_object");
    public static final Field.OfLong<VrMemStats> FRAGMENT_SCANNER_OBJECT =
            SCHEMA.i64(23, "vms_fragment_scanner_object");
    public static final Field.OfLong<VrMemStats> HPACKET_POOL_OBJECT = SCHEMA.i64(24, "vms_hpacket_pool_object");
    public static final Field.OfLong<VrMemStats> HTABLE_OBJECT = SCHEMA.i64(25, "vms_htable_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_OBJECT = SCHEMA.i64(26, "vms_interface_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_MAC_OBJECT = SCHEMA.i64(27, "vms_interface_mac_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_REQ_OBJECT = SCHEMA.i64(28, "vms_interface_req_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_REQ_MAC_OBJECT =
            SCHEMA.i64(29, "vms_interface_req_mac_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_REQ_NAME_OBJECT =
            SCHEMA.i64(30, "vms_interface_req_name_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_STATS_OBJECT = SCHEMA.i64(31, "vms_interface_stats_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_TABLE_OBJECT = SCHEMA.i64(32, "vms_interface_table_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_VRF_TABLE_OBJECT =
            SCHEMA.i64(33, "vms_interface_vrf_table_object");
    public static final Field.OfLong<VrMemStats> ITABLE_OBJECT = SCHEMA.i64(34, "vms_itable_object");
    public static final Field.OfLong<VrMemStats> MALLOC_OBJECT = SCHEMA.i64(35, "vms_malloc_object");
    public static final Field.OfLong<VrMemStats> MESSAGE_OBJECT = SCHEMA.i64(36, "vms_message_object");
    public static final Field.OfLong<VrMemStats> MESSAGE_RESPONSE_OBJECT =
            SCHEMA.i64(37, "vms_message_response_object");
    public static final Field.OfLong<VrMemStats> MESSAGE_DUMP_OBJECT = SCHEMA.i64(38, "vms_message_dump_object");
    public static final Field.OfLong<VrMemStats> MEM_STATS_REQ_OBJECT = SCHEMA.i64(39, "vms_mem_stats_req_object");
    public static final Field.OfLong<VrMemStats> MIRROR_OBJECT = SCHEMA.i64(40, "vms_mirror_object");
    public static final Field.OfLong<VrMemStats> MIRROR_TABLE_OBJECT = SCHEMA.i64(41, "vms_mirror_table_object");
    public static final Field.OfLong<VrMemStats> MIRROR_META_OBJECT = SCHEMA.i64(42, "vms_mirror_meta_object");
    public static final Field.OfLong<VrMemStats> MTRIE_OBJECT = SCHEMA.i64(43, "vms_mtrie_object");
    public static final Field.OfLong<VrMemStats> MTRIE_BUCKET_OBJECT = SCHEMA.i64(44, "vms_mtrie_bucket_object");
    public static final Field.OfLong<VrMemStats> MTRIE_STATS_OBJECT = SCHEMA.i64(45, "vms_mtrie_stats_object");
    public static final Field.OfLong<VrMemStats> MTRIE_TABLE_OBJECT = SCHEMA.i64(46, "vms_mtrie_table_object");
    public static final Field.OfLong<VrMemStats> NETWORK_ADDRESS_OBJECT = SCHEMA.i64(47, "vms_network_address_object");
    public static final Field.OfLong<VrMemStats> NEXTHOP_OBJECT = SCHEMA.i64(48, "vms_nexthop_object");
    public static final Field.OfLong<VrMemStats> NEXTHOP_COMPONENT_OBJECT =
            SCHEMA.i64(49, "vms_nexthop_component_object");
    public static final Field.OfLong<VrMemStats> NEXTHOP_REQ_LIST_OBJECT =
            SCHEMA.i64(50, "vms_nexthop_req_list_object");
    public static final Field.OfLong<VrMemStats> NEXTHOP_REQ_ENCAP_OBJECT =
            SCHEMA.i64(51, "vms_nexthop_req_encap_object");
    public static final Field.OfLong<VrMemStats> NEXTHOP_REQ_OBJECT = SCHEMA.i64(52, "vms_nexthop_req_object");
    public static final Field.OfLong<VrMemStats> ROUTE_TABLE_OBJECT = SCHEMA.i64(53, "vms_route_table_object");
    public static final Field.OfLong<VrMemStats> ROUTE_REQ_MAC_OBJECT = SCHEMA.i64(54, "vms_route_req_mac_object");
    public static final Field.OfLong<VrMemStats> TIMER_OBJECT = SCHEMA.i64(55, "vms_timer_object");
    public static final Field.OfLong<VrMemStats> USOCK_OBJECT = SCHEMA.i64(56, "vms_usock_object");
    public static final Field.OfLong<VrMemStats> USOCK_POLL_OBJECT = SCHEMA.i64(57, "vms_usock_poll_object");
    public static final Field.OfLong<VrMemStats> USOCK_BUF_OBJECT = SCHEMA.i64(58, "vms_usock_buf_object");
    public static final Field.OfLong<VrMemStats> USOCK_IOVEC_OBJECT = SCHEMA.i64(59, "vms_usock_iovec_object");
    public static final Field.OfLong<VrMemStats> VROUTER_REQ_OBJECT = SCHEMA.i64(60, "vms_vrouter_req_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_FAT_FLOW_CONFIG_OBJECT =
            SCHEMA.i64(61, "vms_interface_fat_flow_config_object");
    public static final Field.OfLong<VrMemStats> QOS_MAP_OBJECT = SCHEMA.i64(62, "vms_qos_map_object");
    public static final Field.OfLong<VrMemStats> FC_OBJECT = SCHEMA.i64(63, "vms_fc_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_MIRROR_META_OBJECT =
            SCHEMA.i64(64, "vms_interface_mirror_meta_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_REQ_MIRROR_META_OBJECT =
            SCHEMA.i64(65, "vms_interface_req_mirror_meta_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_BRIDGE_LOCK_OBJECT =
            SCHEMA.i64(66, "vms_interface_bridge_lock_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_QUEUE_OBJECT = SCHEMA.i64(67, "vms_interface_queue_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_REQ_PBB_MAC_OBJECT =
            SCHEMA.i64(68, "vms_interface_req_pbb_mac_object");
    public static final Field.OfLong<VrMemStats> NEXTHOP_REQ_BMAC_OBJECT =
            SCHEMA.i64(69, "vms_nexthop_req_bmac_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_REQ_BRIDGE_ID_OBJECT =
            SCHEMA.i64(70, "vms_interface_req_bridge_id_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_FAT_FLOW_IPV4_EXCLUDE_LIST_OBJECT =
            SCHEMA.i64(71, "vms_interface_fat_flow_ipv4_exclude_list_object");
    public static final Field.OfLong<VrMemStats> INTERFACE_FAT_FLOW_IPV6_EXCLUDE_LIST_OBJECT =
            SCHEMA.i64(72, "vms_interface_fat_flow_ipv6_exclude_list_object");

    /** A new object with every field zero or empty. */
    public VrMemStats() {
        super(SCHEMA);
    }
}
