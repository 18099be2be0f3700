// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

/** The addresses of a guest's routed way into tunnels, the same for every switch. */
final class Underlay {
    static final int VNI = 5001;
    static final int LABEL = 40;

    static final String NEAR_MAC = "52:54:00:aa:00:01";
    /** The far side's, whoever it is there. */
    static final String FAR_MAC = "52:54:00:aa:00:02";

    /** The MAC that guests send to, and that routed frames in VXLAN come from and go to. */
    static final String ROUTER_MAC = "00:00:5e:00:01:00";

    static final String NEAR = "192.0.2.1";
    static final int NEAR_ADDRESS = 0xc0000201;
    /** Speaks VXLAN. */
    static final String FAR_VXLAN = "192.0.2.2";

    static final int FAR_VXLAN_ADDRESS = 0xc0000202;
    /** Speaks MPLS over UDP. */
    static final String FAR_MPLS = "192.0.2.3";

    static final int FAR_MPLS_ADDRESS = 0xc0000203;

    static final String GUEST = "10.254.0.1";
    static final int GUEST_ADDRESS = 0x0afe0001;

    /** Of what is behind the one that speaks VXLAN, and of what is on the bridge where there is no route. */
    static final int VXLAN_NETWORK = 0x0afd0000;

    static final String VXLAN_PREFIX = "10.253.0.0/16";
    static final int MPLS_NETWORK = 0x0afc0000;
    static final String MPLS_PREFIX = "10.252.0.0/16";

    private Underlay() {}
}
