// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** IP protocol numbers (IANA) that the data plane meets. */
public final class IpProtocol {
    /** IPv6 hop-by-hop options. */
    public static final int HOP_BY_HOP = 0;

    public static final int ICMP = 1;
    public static final int IGMP = 2;

    /** IPv4 in IP. */
    public static final int IPV4 = 4;

    public static final int TCP = 6;
    public static final int UDP = 17;

    /** IPv6 in IP. */
    public static final int IPV6 = 41;

    /** IPv6 routing header. */
    public static final int ROUTING = 43;

    /** IPv6 fragment header. */
    public static final int FRAGMENT = 44;

    public static final int GRE = 47;

    /** Encapsulating security payload (RFC 4303). */
    public static final int ESP = 50;

    /** Authentication header (RFC 4302). */
    public static final int AUTHENTICATION = 51;

    public static final int ICMPV6 = 58;

    /** Nothing follows the IPv6 headers. */
    public static final int NO_NEXT = 59;

    /** IPv6 destination options. */
    public static final int DESTINATION_OPTIONS = 60;

    public static final int SCTP = 132;

    private IpProtocol() {}

    /** The protocol's name, or {@code proto-n}; any thread. */
    public static String text(final int protocol) {
        return switch (protocol) {
            case ICMP -> "ICMP";
            case TCP -> "TCP";
            case UDP -> "UDP";
            case GRE -> "GRE";
            case IGMP -> "IGMP";
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
            case ESP -> "ESP";
            case AUTHENTICATION -> "AH";
            case ICMPV6 -> "ICMPv6";
            case NO_NEXT -> "no next header";
            case SCTP -> "SCTP";
            default -> "proto-" + protocol;
        };
    }
}
