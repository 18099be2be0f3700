// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import net.vireo.packet.Ipv6Address;

/** What guests' neighbour discovery tells about where addresses are. */
public sealed interface NdEvent {
    /** The address in question. */
    Ipv6Address address();

    /** A guest that may use the address advertised it. */
    record Advertised(int vif, Ipv6Address address, long mac) implements NdEvent {}

    /** A guest speaks for an address that is not its own: two have the same, or one lies. */
    record Conflict(int vif, Ipv6Address address, long mac) implements NdEvent {}
}
