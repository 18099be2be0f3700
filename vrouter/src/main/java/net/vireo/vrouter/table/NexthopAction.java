// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * What the graph does at a next hop: its type, family and flags in one word, so that an lcore decides with one switch
 * (fact sheet vrouter-dataplane 1.3).
 */
public enum NexthopAction {
    /** It is not valid, or of a kind that nobody handles. */
    INVALID,
    DISCARD,
    /** Takes a packet for this node: to a tunnel's opening or to the host. */
    RECEIVE,
    /** Strips the Ethernet header and goes on in layer 3. */
    L2_RECEIVE,
    /** Puts an Ethernet header in front of an IP packet and sends it on a vif. */
    ENCAP_ROUTED,
    /** Sends a frame as it is on a vif. */
    ENCAP_BRIDGED,
    /** Hands the packet to the agent. */
    TRAP,
    /** Asks the agent to resolve the packet's destination. */
    RESOLVE,
    TUNNEL_MPLS_UDP,
    /** The same with a transport label in front of the label. */
    TUNNEL_MPLS_MPLS_UDP,
    TUNNEL_MPLS_GRE,
    TUNNEL_VXLAN,
    /** Puts UDP in front and nothing else: copies on their way to an analyzer. */
    TUNNEL_UDP,
    /** Looks the packet up again in another VRF. */
    VRF_TRANSLATE,
    /** Chooses one member by the packet's flow. */
    ECMP,
    /** Sends a copy to each member. */
    REPLICATE;

    static NexthopAction of(final int type, final int family, final int flags, final int vifIndex) {
        if ((flags & Nexthop.FLAG_VALID) == 0) {
            return INVALID;
        }
        if ((flags & Nexthop.FLAG_INDIRECT) != 0) {
            return ECMP; // a choice of one
        }
        return switch (type) {
            case Nexthop.TYPE_RECEIVE -> RECEIVE;
            case Nexthop.TYPE_ENCAP -> encap(family, vifIndex);
            case Nexthop.TYPE_TUNNEL -> tunnel(flags);
            case Nexthop.TYPE_RESOLVE -> RESOLVE;
            case Nexthop.TYPE_DISCARD -> DISCARD;
            case Nexthop.TYPE_COMPOSITE -> (flags & Nexthop.FLAG_COMPOSITE_ECMP) != 0 ? ECMP : REPLICATE;
            case Nexthop.TYPE_VRF_TRANSLATE -> VRF_TRANSLATE;
            case Nexthop.TYPE_L2_RECEIVE -> L2_RECEIVE;
            default -> INVALID;
        };
    }

    private static NexthopAction encap(final int family, final int vifIndex) {
        if (vifIndex == Vif.AGENT_INDEX) {
            return TRAP;
        }
        return family == Nexthop.FAMILY_BRIDGE ? ENCAP_BRIDGED : ENCAP_ROUTED;
    }

    private static NexthopAction tunnel(final int flags) {
        if ((flags & Nexthop.FLAG_TUNNEL_UDP_MPLS) != 0) {
            return (flags & Nexthop.FLAG_TUNNEL_MPLS_OVER_MPLS) == 0 ? TUNNEL_MPLS_UDP : TUNNEL_MPLS_MPLS_UDP;
        }
        if ((flags & Nexthop.FLAG_TUNNEL_GRE) != 0) {
            return TUNNEL_MPLS_GRE;
        }
        if ((flags & Nexthop.FLAG_TUNNEL_VXLAN) != 0) {
            return TUNNEL_VXLAN;
        }
        return (flags & Nexthop.FLAG_TUNNEL_UDP) != 0 ? TUNNEL_UDP : INVALID;
    }
}
