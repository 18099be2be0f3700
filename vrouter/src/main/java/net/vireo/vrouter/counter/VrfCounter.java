// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/**
 * What became of the packets of a VRF, counted by each lcore. Each counter is one field of {@code vr_vrf_stats_req}
 * (fact sheet vrouter-dataplane 1.4). The ordinal is the position in the VRF's row of the counter file.
 */
public enum VrfCounter {
    DISCARDED(6, "discarded by their route"),
    RESOLVED(7, "handed over to resolve their destination"),
    RECEIVED(8, "taken for this node"),
    ECMP(9, "spread over several next hops"),
    MULTICAST_TREE(10, "copied along a multicast tree"),
    COPIED_TO_FABRIC(11, "copied to nodes of the fabric"),
    TUNNEL_UDP(12, "sent in plain UDP"),
    TUNNEL_MPLS_UDP(13, "sent as MPLS over UDP"),
    TUNNEL_MPLS_GRE(14, "sent as MPLS over GRE"),
    ENCAP_BRIDGED(15, "sent to an interface as they were"),
    ENCAP_ROUTED(16, "sent to an interface with a new Ethernet header"),
    MERGED(18, "merged before they were delivered"),
    DIAGNOSTIC(19, "of the agent's own diagnosis"),
    COPIED_TO_INTERFACES(20, "copied to interfaces of this node"),
    COPIED_TO_EVPN(21, "copied to EVPN peers"),
    VRF_TRANSLATED(22, "looked up again in another VRF"),
    TUNNEL_VXLAN(23, "sent as VXLAN"),
    ARP_PROXIED(24, "ARP requests answered with the router's MAC"),
    ARP_STITCHED(25, "ARP requests answered with the route's MAC"),
    ARP_FLOODED(26, "ARP requests flooded"),
    ARP_STITCHED_FOR_FABRIC(27, "ARP requests from the fabric answered with the route's MAC"),
    ARP_PROXIED_FOR_TOR(28, "ARP requests of top-of-rack switches answered with the router's MAC"),
    ARP_FLOODED_FROM_FABRIC(29, "ARP requests from the fabric flooded"),
    L2_RECEIVED(30, "taken from the bridge into the router"),
    UNKNOWN_UNICAST_FLOODED(31, "flooded because their MAC is not known"),
    TUNNEL_PBB(32, "sent with a backbone header"),
    TUNNEL_MPLS_MPLS_UDP(33, "sent as MPLS over MPLS over UDP");

    private final int wireField;
    private final String label;

    VrfCounter(final int wireField, final String label) {
        this.wireField = wireField;
        this.label = label;
    }

    /** The field of {@code vr_vrf_stats_req}. */
    public int wireField() {
        return wireField;
    }

    /** Words for a table: packets ... */
    public String label() {
        return label;
    }

    /** Position in its row of the counter file: the order of declaration, to which new constants are appended. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the file's format
    public int position() {
        return ordinal();
    }
}
