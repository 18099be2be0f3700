// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** EtherType values (IEEE 802 numbers) that the data plane meets. */
public final class EtherType {
    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;

    /** 802.1Q customer tag. */
    public static final int VLAN = 0x8100;

    public static final int IPV6 = 0x86dd;

    /** MPLS unicast (RFC 5332 gives 0x8848 to upstream-assigned labels). */
    public static final int MPLS = 0x8847;

    /** MPLS with upstream-assigned labels, formerly "MPLS multicast" (RFC 5332). */
    public static final int MPLS_UPSTREAM = 0x8848;

    /** An Ethernet frame as payload of GRE (RFC 7637 3.2, "transparent Ethernet bridging"). */
    public static final int ETHERNET = 0x6558;

    /** Slow protocols, LACP among them (IEEE 802.3 57A). */
    public static final int SLOW_PROTOCOLS = 0x8809;

    /** Provider backbone bridge's I-tag (IEEE 802.1ah). */
    public static final int PBB = 0x88e7;

    /** Link layer discovery (IEEE 802.1AB). */
    public static final int LLDP = 0x88cc;

    /** 802.1ad service tag, the outer one of QinQ. */
    public static final int QINQ = 0x88a8;

    /** Types below this are an 802.3 length, not a type. */
    public static final int FIRST_TYPE = 0x0600;

    private EtherType() {}

    /** True for the two tag protocol identifiers that announce four more bytes of header. */
    public static boolean isTag(final int type) {
        return type == VLAN || type == QINQ;
    }

    /** The type's name as tcpdump prints it, else "Unknown"; any thread. */
    public static String text(final int type) {
        return switch (type) {
            case IPV4 -> "IPv4";
            case ARP -> "ARP";
            case VLAN -> "802.1Q";
            case IPV6 -> "IPv6";
            case MPLS -> "MPLS unicast";
            case QINQ -> "802.1Q-QinQ";
            case MPLS_UPSTREAM -> "MPLS multicast";
            case ETHERNET -> "TEB";
            case SLOW_PROTOCOLS -> "Slow Protocols";
            case PBB -> "802.1ah-PBB";
            case LLDP -> "LLDP";
            default -> type < FIRST_TYPE ? "802.3" : "Unknown";
        };
    }
}
