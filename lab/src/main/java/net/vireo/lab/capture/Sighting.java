// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

/**
 * What one frame on a wire is, as the lab's own reader sees it. Addresses are big-endian ints. Records, because a tally
 * counts equal sightings together.
 */
public sealed interface Sighting {

    /**
     * An IPv4 packet inside MPLS inside UDP (RFC 7510).
     *
     * @param outerSource outer IPv4 source: the sending node
     * @param outerDestination outer IPv4 destination: the receiving node
     * @param label the one MPLS label
     * @param source inner IPv4 source
     * @param destination inner IPv4 destination
     * @param protocol inner IP protocol
     */
    record Tunnelled(int outerSource, int outerDestination, int label, int source, int destination, int protocol)
            implements Sighting {}

    /** An IPv4 packet outside any tunnel. */
    record Plain(int source, int destination, int protocol) implements Sighting {}

    /** A frame that is not IPv4. */
    record Other(int etherType) implements Sighting {}

    /** A frame that claims to be IPv4 or MPLS in UDP and is not; the reason is one of a fixed set of sentences. */
    record Malformed(String reason) implements Sighting {}
}
