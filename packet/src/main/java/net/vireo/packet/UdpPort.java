// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** UDP ports that the data plane knows: those that carry an overlay, and those whose packets an agent wants to see. */
public final class UdpPort {
    /** MPLS in UDP (RFC 7510); what we send. */
    public static final int MPLS = 6635;

    /** MPLS in UDP as vRouters sent it before the port was assigned; accepted, never sent. */
    public static final int MPLS_LEGACY = 51234;

    /** VXLAN (RFC 7348). */
    public static final int VXLAN = 4789;

    /** Source port of MPLS in UDP when there is nothing to hash (sheet vrouter-dataplane 2.8). */
    public static final int MPLS_DEFAULT_SOURCE = 51000;

    /** Source port of VXLAN when there is nothing to hash (sheet vrouter-dataplane 2.8). */
    public static final int VXLAN_DEFAULT_SOURCE = 52000;

    /** Where an analyser takes mirrored packets (sheet vrouter-dataplane 1.9). */
    public static final int MIRROR_ANALYSER = 8099;

    public static final int DNS = 53;
    public static final int DHCP_SERVER = 67;
    public static final int DHCP_CLIENT = 68;
    public static final int DHCPV6_CLIENT = 546;
    public static final int DHCPV6_SERVER = 547;

    /** Single-hop bidirectional forwarding detection (RFC 5881), its echo, and multihop (RFC 5883). */
    public static final int BFD = 3784;

    public static final int BFD_ECHO = 3785;
    public static final int BFD_MULTIHOP = 4784;

    private UdpPort() {}

    /** True when the payload behind this destination port starts with an MPLS label stack. */
    public static boolean isMpls(final int port) {
        return port == MPLS || port == MPLS_LEGACY;
    }
}
