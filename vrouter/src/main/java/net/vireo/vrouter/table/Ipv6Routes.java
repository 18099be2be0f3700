// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/** The IPv6 routes of one VRF. */
public final class Ipv6Routes extends PrefixRoutes {
    Ipv6Routes(final Quiescence quiescence) {
        super(RouteTree.forIpv6(quiescence));
    }

    /**
     * Longest match, {@link Route#MISS} when none. Any thread; at most sixteen dependent loads, no allocation.
     *
     * @param high the destination's first eight bytes as a big-endian number
     * @param low its last eight bytes
     */
    public Route lookup(final long high, final long low) {
        return tree().lookup(high, low);
    }
}
