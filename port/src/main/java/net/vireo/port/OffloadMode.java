// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/** How much a port leaves to the device behind it, and takes from it: chosen when the port is opened. */
public enum OffloadMode {
    /** Nothing: whole packets with complete checksums, both ways. */
    NONE,

    /**
     * For guests and the host: what their kernel wants to be cut or summed later comes in, and goes out, as one packet
     * with an offload word.
     */
    GUEST,

    /**
     * For the fabric link: as {@link #GUEST}, and packets of one tunnel flow leave together as one long UDP packet, and
     * are taken apart when they come in so.
     */
    FABRIC
}
