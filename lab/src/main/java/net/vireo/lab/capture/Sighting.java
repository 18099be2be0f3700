// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.IpAddress;

/**
 * What one frame on a wire is, as the lab's own reader sees it. Nodes' addresses are big-endian ints. Records, because a
 * tally counts equal sightings together.
 */
public sealed interface Sighting {

    /**
     * A packet or a frame in a tunnel.
     *
     * @param encap which kind of tunnel
     * @param outerSource outer IPv4 source: the sending node
     * @param outerDestination outer IPv4 destination: the receiving node
     * @param id the one MPLS label, or the VNI
     * @param inner what it carries
     */
    record Tunnelled(Encap encap, int outerSource, int outerDestination, int id, Inner inner) implements Sighting {}

    /** An IP packet outside any tunnel. */
    record Plain(IpAddress source, IpAddress destination, int protocol) implements Sighting {}

    /** A frame that is not IP. */
    record Other(int etherType) implements Sighting {}

    /** A frame that claims to be IP or a tunnel packet and is not; the reason is one of a fixed set of sentences. */
    record Malformed(String reason) implements Sighting {}
}
