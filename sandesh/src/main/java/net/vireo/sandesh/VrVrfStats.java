// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** What became of the packets of one VRF, by kind of next hop. */
public final class VrVrfStats extends SandeshObject<VrVrfStats> implements Paged<VrVrfStats> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_vrf_stats_req";

    static final Schema<VrVrfStats> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrVrfStats> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrVrfStats> RID = SCHEMA.i16(2, "vsr_rid");
    public static final Field.OfInt<VrVrfStats> FAMILY = SCHEMA.i16(3, "vsr_family");
    public static final Field.OfInt<VrVrfStats> TYPE = SCHEMA.i16(4, "vsr_type");
    public static final Field.OfInt<VrVrfStats> VRF = SCHEMA.i32(5, "vsr_vrf");
    public static final Field.OfLong<VrVrfStats> DISCARDS = SCHEMA.i64(6, "vsr_discards");
    public static final Field.OfLong<VrVrfStats> RESOLVES = SCHEMA.i64(7, "vsr_resolves");
    public static final Field.OfLong<VrVrfStats> RECEIVES = SCHEMA.i64(8, "vsr_receives");
    public static final Field.OfLong<VrVrfStats> ECMP_COMPOSITES = SCHEMA.i64(9, "vsr_ecmp_composites");
    public static final Field.OfLong<VrVrfStats> L2_MCAST_COMPOSITES = SCHEMA.i64(10, "vsr_l2_mcast_composites");
    public static final Field.OfLong<VrVrfStats> FABRIC_COMPOSITES = SCHEMA.i64(11, "vsr_fabric_composites");
    public static final Field.OfLong<VrVrfStats> UDP_TUNNELS = SCHEMA.i64(12, "vsr_udp_tunnels");
    public static final Field.OfLong<VrVrfStats> UDP_MPLS_TUNNELS = SCHEMA.i64(13, "vsr_udp_mpls_tunnels");
    public static final Field.OfLong<VrVrfStats> GRE_MPLS_TUNNELS = SCHEMA.i64(14, "vsr_gre_mpls_tunnels");
    public static final Field.OfLong<VrVrfStats> L2_ENCAPS = SCHEMA.i64(15, "vsr_l2_encaps");
    public static final Field.OfLong<VrVrfStats> ENCAPS = SCHEMA.i64(16, "vsr_encaps");
    public static final Field.OfInt<VrVrfStats> MARKER = SCHEMA.i16(17, "vsr_marker");
    public static final Field.OfLong<VrVrfStats> GROS = SCHEMA.i64(18, "vsr_gros");
    public static final Field.OfLong<VrVrfStats> DIAGS = SCHEMA.i64(19, "vsr_diags");
    public static final Field.OfLong<VrVrfStats> ENCAP_COMPOSITES = SCHEMA.i64(20, "vsr_encap_composites");
    public static final Field.OfLong<VrVrfStats> EVPN_COMPOSITES = SCHEMA.i64(21, "vsr_evpn_composites");
    public static final Field.OfLong<VrVrfStats> VRF_TRANSLATES = SCHEMA.i64(22, "vsr_vrf_translates");
    public static final Field.OfLong<VrVrfStats> VXLAN_TUNNELS = SCHEMA.i64(23, "vsr_vxlan_tunnels");
    public static final Field.OfLong<VrVrfStats> ARP_VIRTUAL_PROXY = SCHEMA.i64(24, "vsr_arp_virtual_proxy");
    public static final Field.OfLong<VrVrfStats> ARP_VIRTUAL_STITCH = SCHEMA.i64(25, "vsr_arp_virtual_stitch");
    public static final Field.OfLong<VrVrfStats> ARP_VIRTUAL_FLOOD = SCHEMA.i64(26, "vsr_arp_virtual_flood");
    public static final Field.OfLong<VrVrfStats> ARP_PHYSICAL_STITCH = SCHEMA.i64(27, "vsr_arp_physical_stitch");
    public static final Field.OfLong<VrVrfStats> ARP_TOR_PROXY = SCHEMA.i64(28, "vsr_arp_tor_proxy");
    public static final Field.OfLong<VrVrfStats> ARP_PHYSICAL_FLOOD = SCHEMA.i64(29, "vsr_arp_physical_flood");
    public static final Field.OfLong<VrVrfStats> L2_RECEIVES = SCHEMA.i64(30, "vsr_l2_receives");
    public static final Field.OfLong<VrVrfStats> UUC_FLOODS = SCHEMA.i64(31, "vsr_uuc_floods");
    public static final Field.OfLong<VrVrfStats> PBB_TUNNELS = SCHEMA.i64(32, "vsr_pbb_tunnels");
    public static final Field.OfLong<VrVrfStats> UDP_MPLS_OVER_MPLS_TUNNELS =
            SCHEMA.i64(33, "vsr_udp_mpls_over_mpls_tunnels");

    /** A new object with every field zero or empty. */
    public VrVrfStats() {
        super(SCHEMA);
    }

    /**
     * The counter with this field id (6 to 16, 18 to 33).
     *
     * @throws IllegalArgumentException when no counter has it
     */
    public static Field.OfLong<VrVrfStats> counter(final int fieldId) {
        return SCHEMA.counter(fieldId);
    }

    @Override
    public void fromStart() {
        put(MARKER, -1);
    }

    @Override
    public void after(final VrVrfStats last) {
        put(MARKER, last.value(VRF));
    }
}
