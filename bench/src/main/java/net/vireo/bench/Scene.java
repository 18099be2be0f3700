// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.Locale;

/**
 * What a benchmark of the graph measures.
 *
 * @param toFabric from a guest to the fabric, else from the fabric to a guest
 * @param flowMode the guest's packets go through the flow table, else past it
 * @param encap the tunnel
 * @param flows how many different 5-tuples the traffic has
 */
record Scene(boolean toFabric, boolean flowMode, Encap encap, int flows) {
    /** Tunnels between nodes. MPLS carries packets that are routed, VXLAN frames that are bridged. */
    enum Encap {
        UDP,
        GRE,
        VXLAN
    }

    static final String TO_FABRIC = "guest-to-fabric";
    static final String TO_GUEST = "fabric-to-guest";
    static final String FLOW = "flow";

    /** With the words that a benchmark's parameters have. */
    static Scene of(final String direction, final String mode, final String encap, final int flows) {
        return new Scene(
                TO_FABRIC.equals(direction), FLOW.equals(mode), Encap.valueOf(encap.toUpperCase(Locale.ROOT)), flows);
    }

    /** The source port of a flow's packets from the guest; every eighth flow has another one. */
    static int guestPort(final int flow) {
        return flow >>> 3 & 0xffff;
    }

    /** Which of the far guests a flow goes to. */
    static int farGuest(final int flow) {
        return flow & FAR_GUESTS - 1;
    }

    /** Few, so that a frame for each stays in the first cache; ports tell the flows apart. */
    static final int FAR_GUESTS = 8;
}
