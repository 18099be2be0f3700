// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

/**
 * A tenant's network, dual stack.
 *
 * @param name for example {@code red}
 * @param bridged frames inside it are bridged, and broadcast reaches every guest; else everything is routed
 * @param prefix its IPv4 prefix; another network may have the same
 * @param prefix6 its IPv6 prefix; another network may have the same
 * @param vni under which its frames travel over VXLAN
 * @param broadcastLabel the MPLS label under which the first node takes its broadcast; the next nodes take it under the
 *     next labels. 0 when it is not bridged
 */
public record VirtualNetwork(String name, boolean bridged, Prefix prefix, Prefix prefix6, int vni, int broadcastLabel) {

    /** An address and how many of its bits count. */
    public record Prefix(IpAddress address, int length) {
        /** Whether an address lies in it. */
        public boolean contains(final IpAddress other) {
            return other.in(address, length);
        }

        @Override
        public String toString() {
            return address + "/" + length;
        }
    }

    /** The prefix of one family. */
    public Prefix prefix(final Family family) {
        return family == Family.IPV4 ? prefix : prefix6;
    }

    /** The router's address of a family: the first of the prefix. */
    public IpAddress gateway(final Family family) {
        final IpAddress first = prefix(family).address();
        return new IpAddress(first.high(), first.low() + 1);
    }
}
