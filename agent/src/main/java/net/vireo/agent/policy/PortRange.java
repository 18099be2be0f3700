// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

/**
 * Ports, both ends included; for ICMP and ICMPv6 types. Codes are not part of a flow's key, so that no rule can ask for
 * them.
 */
public record PortRange(int low, int high) {
    /** Every port. */
    public static final PortRange ANY = new PortRange(0, 65_535);

    /** @throws IllegalArgumentException when it is no range */
    public PortRange {
        if (low < 0 || high > 65_535 || low > high) {
            throw new IllegalArgumentException("ports go from 0 to 65535, low end first, not " + low + " .. " + high);
        }
    }

    /** A single port. */
    public static PortRange of(final int port) {
        return new PortRange(port, port);
    }

    boolean contains(final int port) {
        return port >= low && port <= high;
    }
}
