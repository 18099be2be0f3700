// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** A flow to set. Its operation is a flow operation: set 0, list 1, table get 2. */
public final class VrFlow extends SandeshObject<VrFlow> implements Paged<VrFlow> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_flow_req";

    static final Schema<VrFlow> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrFlow> OP = SCHEMA.i32(1, "fr_op");
    public static final Field.OfInt<VrFlow> RID = SCHEMA.i16(2, "fr_rid");
    public static final Field.OfInt<VrFlow> INDEX = SCHEMA.i32(3, "fr_index");
    public static final Field.OfInt<VrFlow> ACTION = SCHEMA.i16(4, "fr_action");
    public static final Field.OfInt<VrFlow> FLAGS = SCHEMA.i16(5, "fr_flags");
    public static final Field.OfInt<VrFlow> RINDEX = SCHEMA.i32(6, "fr_rindex");
    public static final Field.OfInt<VrFlow> FAMILY = SCHEMA.i32(7, "fr_family");
    public static final Field.OfLong<VrFlow> FLOW_SIP_U = SCHEMA.u64(8, "fr_flow_sip_u");
    public static final Field.OfLong<VrFlow> FLOW_SIP_L = SCHEMA.u64(9, "fr_flow_sip_l");
    public static final Field.OfLong<VrFlow> FLOW_DIP_U = SCHEMA.u64(10, "fr_flow_dip_u");
    public static final Field.OfLong<VrFlow> FLOW_DIP_L = SCHEMA.u64(11, "fr_flow_dip_l");
    public static final Field.OfInt<VrFlow> FLOW_SPORT = SCHEMA.u16(12, "fr_flow_sport");
    public static final Field.OfInt<VrFlow> FLOW_DPORT = SCHEMA.u16(13, "fr_flow_dport");
    public static final Field.OfInt<VrFlow> FLOW_PROTO = SCHEMA.i8(14, "fr_flow_proto");
    public static final Field.OfInt<VrFlow> FLOW_VRF = SCHEMA.u16(15, "fr_flow_vrf");
    public static final Field.OfInt<VrFlow> FLOW_DVRF = SCHEMA.u16(16, "fr_flow_dvrf");
    public static final Field.OfInt<VrFlow> MIR_ID = SCHEMA.u16(17, "fr_mir_id");
    public static final Field.OfInt<VrFlow> SEC_MIR_ID = SCHEMA.u16(18, "fr_sec_mir_id");
    public static final Field.OfInt<VrFlow> MIR_SIP = SCHEMA.u32(19, "fr_mir_sip");
    public static final Field.OfInt<VrFlow> MIR_SPORT = SCHEMA.u16(20, "fr_mir_sport");
    public static final Field.OfBytes<VrFlow> PCAP_META_DATA = SCHEMA.bytes(21, "fr_pcap_meta_data");
    public static final Field.OfInt<VrFlow> MIR_VRF = SCHEMA.u16(22, "fr_mir_vrf");
    public static final Field.OfInt<VrFlow> ECMP_NH_INDEX = SCHEMA.u32(23, "fr_ecmp_nh_index");
    public static final Field.OfInt<VrFlow> SRC_NH_INDEX = SCHEMA.u32(24, "fr_src_nh_index");
    public static final Field.OfInt<VrFlow> FLOW_NH_ID = SCHEMA.u32(25, "fr_flow_nh_id");
    public static final Field.OfInt<VrFlow> DROP_REASON = SCHEMA.u16(26, "fr_drop_reason");
    public static final Field.OfInt<VrFlow> GEN_ID = SCHEMA.i8(27, "fr_gen_id");
    public static final Field.OfLong<VrFlow> RFLOW_SIP_U = SCHEMA.u64(28, "fr_rflow_sip_u");
    public static final Field.OfLong<VrFlow> RFLOW_SIP_L = SCHEMA.u64(29, "fr_rflow_sip_l");
    public static final Field.OfLong<VrFlow> RFLOW_DIP_U = SCHEMA.u64(30, "fr_rflow_dip_u");
    public static final Field.OfLong<VrFlow> RFLOW_DIP_L = SCHEMA.u64(31, "fr_rflow_dip_l");
    public static final Field.OfInt<VrFlow> RFLOW_NH_ID = SCHEMA.u32(32, "fr_rflow_nh_id");
    public static final Field.OfInt<VrFlow> RFLOW_SPORT = SCHEMA.u16(33, "fr_rflow_sport");
    public static final Field.OfInt<VrFlow> RFLOW_DPORT = SCHEMA.u16(34, "fr_rflow_dport");
    public static final Field.OfInt<VrFlow> QOS_ID = SCHEMA.u16(35, "fr_qos_id");
    public static final Field.OfInt<VrFlow> TTL = SCHEMA.i8(36, "fr_ttl");
    public static final Field.OfInt<VrFlow> EXTFLAGS = SCHEMA.i16(37, "fr_extflags");
    public static final Field.OfInt<VrFlow> FLAGS1 = SCHEMA.i16(38, "fr_flags1");
    public static final Field.OfInt<VrFlow> UNDERLAY_ECMP_INDEX = SCHEMA.i8(39, "fr_underlay_ecmp_index");

    /** A new object with every field zero or empty. */
    public VrFlow() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(INDEX, -1);
    }

    @Override
    public void after(final VrFlow last) {
        put(INDEX, last.value(INDEX));
    }
}
