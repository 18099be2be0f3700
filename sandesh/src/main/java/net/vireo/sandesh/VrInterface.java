// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** An interface (vif) of the virtual router. An add on an existing index changes it; a reset clears its counters. */
public final class VrInterface extends SandeshObject<VrInterface> implements Paged<VrInterface> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_interface_req";

    static final Schema<VrInterface> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrInterface> H_OP = SCHEMA.i32(1, "h_op");

    /** In a request: core + 1, 0 for the sum of all. In a reply: the core, 0xffffffff for the sum. */
    public static final Field.OfInt<VrInterface> CORE = SCHEMA.u32(2, "vifr_core");

    public static final Field.OfInt<VrInterface> TYPE = SCHEMA.i32(3, "vifr_type");
    public static final Field.OfInt<VrInterface> FLAGS = SCHEMA.i32(4, "vifr_flags");
    public static final Field.OfInt<VrInterface> VRF = SCHEMA.i32(5, "vifr_vrf");
    public static final Field.OfInt<VrInterface> IDX = SCHEMA.i32(6, "vifr_idx");
    public static final Field.OfInt<VrInterface> RID = SCHEMA.i32(7, "vifr_rid");
    public static final Field.OfInt<VrInterface> OS_IDX = SCHEMA.i32(8, "vifr_os_idx");
    public static final Field.OfInt<VrInterface> MTU = SCHEMA.i32(9, "vifr_mtu");
    public static final Field.OfString<VrInterface> NAME = SCHEMA.string(10, "vifr_name");
    public static final Field.OfLong<VrInterface> IBYTES = SCHEMA.i64(11, "vifr_ibytes");
    public static final Field.OfLong<VrInterface> IPACKETS = SCHEMA.i64(12, "vifr_ipackets");
    public static final Field.OfLong<VrInterface> IERRORS = SCHEMA.i64(13, "vifr_ierrors");
    public static final Field.OfLong<VrInterface> OBYTES = SCHEMA.i64(14, "vifr_obytes");
    public static final Field.OfLong<VrInterface> OPACKETS = SCHEMA.i64(15, "vifr_opackets");
    public static final Field.OfLong<VrInterface> OERRORS = SCHEMA.i64(16, "vifr_oerrors");
    public static final Field.OfLong<VrInterface> QUEUE_IPACKETS = SCHEMA.i64(17, "vifr_queue_ipackets");
    public static final Field.OfLong<VrInterface> QUEUE_IERRORS = SCHEMA.i64(18, "vifr_queue_ierrors");
    public static final Field.OfLongs<VrInterface> QUEUE_IERRORS_TO_LCORE =
            SCHEMA.i64List(19, "vifr_queue_ierrors_to_lcore");
    public static final Field.OfLong<VrInterface> QUEUE_OPACKETS = SCHEMA.i64(20, "vifr_queue_opackets");
    public static final Field.OfLong<VrInterface> QUEUE_OERRORS = SCHEMA.i64(21, "vifr_queue_oerrors");
    public static final Field.OfLong<VrInterface> PORT_IPACKETS = SCHEMA.i64(22, "vifr_port_ipackets");
    public static final Field.OfLong<VrInterface> PORT_IERRORS = SCHEMA.i64(23, "vifr_port_ierrors");
    public static final Field.OfLong<VrInterface> PORT_ISYSCALLS = SCHEMA.i64(24, "vifr_port_isyscalls");
    public static final Field.OfLong<VrInterface> PORT_INOMBUFS = SCHEMA.i64(25, "vifr_port_inombufs");
    public static final Field.OfLong<VrInterface> PORT_OPACKETS = SCHEMA.i64(26, "vifr_port_opackets");
    public static final Field.OfLong<VrInterface> PORT_OERRORS = SCHEMA.i64(27, "vifr_port_oerrors");
    public static final Field.OfLong<VrInterface> PORT_OSYSCALLS = SCHEMA.i64(28, "vifr_port_osyscalls");
    public static final Field.OfLong<VrInterface> DEV_IBYTES = SCHEMA.i64(29, "vifr_dev_ibytes");
    public static final Field.OfLong<VrInterface> DEV_IPACKETS = SCHEMA.i64(30, "vifr_dev_ipackets");
    public static final Field.OfLong<VrInterface> DEV_IERRORS = SCHEMA.i64(31, "vifr_dev_ierrors");
    public static final Field.OfLong<VrInterface> DEV_INOMBUFS = SCHEMA.i64(32, "vifr_dev_inombufs");
    public static final Field.OfLong<VrInterface> DEV_OBYTES = SCHEMA.i64(33, "vifr_dev_obytes");
    public static final Field.OfLong<VrInterface> DEV_OPACKETS = SCHEMA.i64(34, "vifr_dev_opackets");
    public static final Field.OfLong<VrInterface> DEV_OERRORS = SCHEMA.i64(35, "vifr_dev_oerrors");
    public static final Field.OfInt<VrInterface> REF_CNT = SCHEMA.i32(36, "vifr_ref_cnt");
    public static final Field.OfInt<VrInterface> MARKER = SCHEMA.i32(37, "vifr_marker");
    public static final Field.OfBytes<VrInterface> MAC = SCHEMA.bytes(38, "vifr_mac");

    /** In memory order: see {@link WireIpv4}. */
    public static final Field.OfInt<VrInterface> IP = SCHEMA.u32(39, "vifr_ip");

    /** In memory order: see {@link WireIpv6}. */
    public static final Field.OfLong<VrInterface> IP6_U = SCHEMA.u64(40, "vifr_ip6_u");

    /** In memory order: see {@link WireIpv6}. */
    public static final Field.OfLong<VrInterface> IP6_L = SCHEMA.u64(41, "vifr_ip6_l");

    public static final Field.OfInt<VrInterface> CONTEXT = SCHEMA.i32(42, "vifr_context");
    public static final Field.OfInt<VrInterface> MIR_ID = SCHEMA.i16(43, "vifr_mir_id");
    public static final Field.OfInt<VrInterface> SPEED = SCHEMA.i32(44, "vifr_speed");
    public static final Field.OfInt<VrInterface> DUPLEX = SCHEMA.i32(45, "vifr_duplex");
    public static final Field.OfInt<VrInterface> VLAN_ID = SCHEMA.i16(46, "vifr_vlan_id");
    public static final Field.OfInt<VrInterface> PARENT_VIF_IDX = SCHEMA.i32(47, "vifr_parent_vif_idx");
    public static final Field.OfInt<VrInterface> NH_ID = SCHEMA.i32(48, "vifr_nh_id");
    public static final Field.OfInts<VrInterface> CROSS_CONNECT_IDX = SCHEMA.i32List(49, "vifr_cross_connect_idx");
    public static final Field.OfBytes<VrInterface> SRC_MAC = SCHEMA.bytes(50, "vifr_src_mac");
    public static final Field.OfInts<VrInterface> BRIDGE_IDX = SCHEMA.i32List(51, "vifr_bridge_idx");
    public static final Field.OfInt<VrInterface> OVLAN_ID = SCHEMA.i16(52, "vifr_ovlan_id");
    public static final Field.OfInt<VrInterface> TRANSPORT = SCHEMA.i8(53, "vifr_transport");
    public static final Field.OfInts<VrInterface> FAT_FLOW_PROTOCOL_PORT =
            SCHEMA.i32List(54, "vifr_fat_flow_protocol_port");
    public static final Field.OfInt<VrInterface> QOS_MAP_INDEX = SCHEMA.i16(55, "vifr_qos_map_index");
    public static final Field.OfBytes<VrInterface> IN_MIRROR_MD = SCHEMA.bytes(56, "vifr_in_mirror_md");
    public static final Field.OfBytes<VrInterface> OUT_MIRROR_MD = SCHEMA.bytes(57, "vifr_out_mirror_md");
    public static final Field.OfLong<VrInterface> DPACKETS = SCHEMA.u64(58, "vifr_dpackets");
    public static final Field.OfInts<VrInterface> HW_QUEUES = SCHEMA.i16List(59, "vifr_hw_queues");
    public static final Field.OfInt<VrInterface> ISID = SCHEMA.u32(60, "vifr_isid");
    public static final Field.OfBytes<VrInterface> PBB_MAC = SCHEMA.bytes(61, "vifr_pbb_mac");
    public static final Field.OfInt<VrInterface> VHOSTUSER_MODE = SCHEMA.i8(62, "vifr_vhostuser_mode");
    public static final Field.OfInt<VrInterface> MCAST_VRF = SCHEMA.i32(63, "vifr_mcast_vrf");
    public static final Field.OfBytes<VrInterface> IF_GUID = SCHEMA.bytes(64, "vifr_if_guid");
    public static final Field.OfLongs<VrInterface> FAT_FLOW_EXCLUDE_IP_LIST =
            SCHEMA.u64List(65, "vifr_fat_flow_exclude_ip_list");
    public static final Field.OfLongs<VrInterface> FAT_FLOW_EXCLUDE_IP6_U_LIST =
            SCHEMA.u64List(66, "vifr_fat_flow_exclude_ip6_u_list");
    public static final Field.OfLongs<VrInterface> FAT_FLOW_EXCLUDE_IP6_L_LIST =
            SCHEMA.u64List(67, "vifr_fat_flow_exclude_ip6_l_list");
    public static final Field.OfInts<VrInterface> FAT_FLOW_EXCLUDE_IP6_PLEN_LIST =
            SCHEMA.u16List(68, "vifr_fat_flow_exclude_ip6_plen_list");
    public static final Field.OfLongs<VrInterface> FAT_FLOW_SRC_PREFIX_H =
            SCHEMA.u64List(77, "vifr_fat_flow_src_prefix_h");
    public static final Field.OfLongs<VrInterface> FAT_FLOW_SRC_PREFIX_L =
            SCHEMA.u64List(78, "vifr_fat_flow_src_prefix_l");
    public static final Field.OfBytes<VrInterface> FAT_FLOW_SRC_PREFIX_MASK =
            SCHEMA.bytes(79, "vifr_fat_flow_src_prefix_mask");
    public static final Field.OfBytes<VrInterface> FAT_FLOW_SRC_AGGREGATE_PLEN =
            SCHEMA.bytes(80, "vifr_fat_flow_src_aggregate_plen");
    public static final Field.OfLongs<VrInterface> FAT_FLOW_DST_PREFIX_H =
            SCHEMA.u64List(81, "vifr_fat_flow_dst_prefix_h");
    public static final Field.OfLongs<VrInterface> FAT_FLOW_DST_PREFIX_L =
            SCHEMA.u64List(82, "vifr_fat_flow_dst_prefix_l");
    public static final Field.OfBytes<VrInterface> FAT_FLOW_DST_PREFIX_MASK =
            SCHEMA.bytes(83, "vifr_fat_flow_dst_prefix_mask");
    public static final Field.OfBytes<VrInterface> FAT_FLOW_DST_AGGREGATE_PLEN =
            SCHEMA.bytes(84, "vifr_fat_flow_dst_aggregate_plen");
    public static final Field.OfInt<VrInterface> INTF_STATUS = SCHEMA.i8(85, "vifr_intf_status");
    public static final Field.OfBytes<VrInterface> FAB_NAME = SCHEMA.bytes(86, "vifr_fab_name");
    public static final Field.OfBytes<VrInterface> FAB_DRV_NAME = SCHEMA.bytes(87, "vifr_fab_drv_name");
    public static final Field.OfInt<VrInterface> NUM_BOND_SLAVE = SCHEMA.i8(88, "vifr_num_bond_slave");
    public static final Field.OfBytes<VrInterface> BOND_SLAVE_NAME = SCHEMA.bytes(89, "vifr_bond_slave_name");
    public static final Field.OfBytes<VrInterface> BOND_SLAVE_DRV_NAME = SCHEMA.bytes(90, "vifr_bond_slave_drv_name");
    public static final Field.OfInt<VrInterface> VLAN_TAG = SCHEMA.u32(91, "vifr_vlan_tag");
    public static final Field.OfBytes<VrInterface> VLAN_NAME = SCHEMA.bytes(92, "vifr_vlan_name");
    public static final Field.OfInt<VrInterface> LOOPBACK_IP = SCHEMA.u32(93, "vifr_loopback_ip");

    /** A new object with every field zero or empty. */
    public VrInterface() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrInterface last) {
        put(MARKER, last.value(IDX));
    }
}
