// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.balance;

/** Where packets come from: it decides which of them are spread over lcores. */
public enum Origin {
    /** All IP that a guest sends. */
    GUEST,
    /**
     * MPLS over GRE with IP inside: its outer header is the same for all flows between two nodes. MPLS over UDP and VXLAN
     * carry their flow in the outer source port, and the fabric's queues are spread by that already.
     */
    FABRIC
}
