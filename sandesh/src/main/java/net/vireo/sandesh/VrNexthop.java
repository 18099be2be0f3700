// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** A next hop: what to do with a packet whose look-up ended here. */
public final class VrNexthop extends SandeshObject<VrNexthop> implements Paged<VrNexthop> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_nexthop_req";

    static final Schema<VrNexthop> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrNexthop> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrNexthop> TYPE = SCHEMA.i8(2, "nhr_type");
    public static final Field.OfInt<VrNexthop> FAMILY = SCHEMA.i8(3, "nhr_family");
    public static final Field.OfInt<VrNexthop> ID = SCHEMA.i32(4, "nhr_id");
    public static final Field.OfInt<VrNexthop> RID = SCHEMA.i32(5, "nhr_rid");
    public static final Field.OfInts<VrNexthop> ENCAP_OIF_ID = SCHEMA.i32List(6, "nhr_encap_oif_id");
    public static final Field.OfInt<VrNexthop> ENCAP_LEN = SCHEMA.i32(7, "nhr_encap_len");
    public static final Field.OfInt<VrNexthop> ENCAP_FAMILY = SCHEMA.i32(8, "nhr_encap_family");
    public static final Field.OfInt<VrNexthop> VRF = SCHEMA.i32(9, "nhr_vrf");

    /** In memory order: see {@link WireIpv4}. */
    public static final Field.OfInt<VrNexthop> TUN_SIP = SCHEMA.u32(10, "nhr_tun_sip");

    /** In memory order: see {@link WireIpv4}. */
    public static final Field.OfInt<VrNexthop> TUN_DIP = SCHEMA.u32(11, "nhr_tun_dip");

    /** In memory order: see {@link WirePort}. */
    public static final Field.OfInt<VrNexthop> TUN_SPORT = SCHEMA.i16(12, "nhr_tun_sport");

    /** In memory order: see {@link WirePort}. */
    public static final Field.OfInt<VrNexthop> TUN_DPORT = SCHEMA.i16(13, "nhr_tun_dport");

    public static final Field.OfInt<VrNexthop> REF_CNT = SCHEMA.i32(14, "nhr_ref_cnt");
    public static final Field.OfInt<VrNexthop> MARKER = SCHEMA.i32(15, "nhr_marker");
    public static final Field.OfInt<VrNexthop> FLAGS = SCHEMA.u32(16, "nhr_flags");

    /** The Ethernet header to put in front; several one behind the other when there are several interfaces. */
    public static final Field.OfBytes<VrNexthop> ENCAP = SCHEMA.bytes(17, "nhr_encap");

    public static final Field.OfInts<VrNexthop> NH_LIST = SCHEMA.i32List(18, "nhr_nh_list");
    public static final Field.OfInts<VrNexthop> LABEL_LIST = SCHEMA.i32List(19, "nhr_label_list");
    public static final Field.OfInt<VrNexthop> NH_COUNT = SCHEMA.i16(20, "nhr_nh_count");
    public static final Field.OfBytes<VrNexthop> TUN_SIP6 = SCHEMA.bytes(21, "nhr_tun_sip6");
    public static final Field.OfBytes<VrNexthop> TUN_DIP6 = SCHEMA.bytes(22, "nhr_tun_dip6");
    public static final Field.OfInt<VrNexthop> ECMP_CONFIG_HASH = SCHEMA.i8(23, "nhr_ecmp_config_hash");
    public static final Field.OfBytes<VrNexthop> PBB_MAC = SCHEMA.bytes(24, "nhr_pbb_mac");
    public static final Field.OfInt<VrNexthop> ENCAP_CRYPT_OIF_ID = SCHEMA.i32(25, "nhr_encap_crypt_oif_id");
    public static final Field.OfInt<VrNexthop> CRYPT_TRAFFIC = SCHEMA.i32(26, "nhr_crypt_traffic");
    public static final Field.OfInt<VrNexthop> CRYPT_PATH_AVAILABLE = SCHEMA.i32(27, "nhr_crypt_path_available");
    public static final Field.OfBytes<VrNexthop> RW_DST_MAC = SCHEMA.bytes(28, "nhr_rw_dst_mac");
    public static final Field.OfInt<VrNexthop> TRANSPORT_LABEL = SCHEMA.u32(29, "nhr_transport_label");
    public static final Field.OfInts<VrNexthop> ENCAP_VALID = SCHEMA.i32List(30, "nhr_encap_valid");

    /** A new object with every field zero or empty. */
    public VrNexthop() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrNexthop last) {
        put(MARKER, last.value(ID));
    }
}
