// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** UDP ports that carry an overlay. */
public final class UdpPort {
    /** MPLS in UDP (RFC 7510); what we send. */
    public static final int MPLS = 6635;

    /** MPLS in UDP as vRouters sent it before the port was assigned; accepted, never sent. */
    public static final int MPLS_LEGACY = 51234;

    /** VXLAN (RFC 7348). */
    public static final int VXLAN = 4789;

    private UdpPort() {}

    /** True when the payload behind this destination port starts with an MPLS label stack. */
    public static boolean isMpls(final int port) {
        return port == MPLS || port == MPLS_LEGACY;
    }
}
