// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.Ipv6Address;

/**
 * An IPv6 address and the length of its subnet's prefix.
 *
 * @param length 0 to 128
 */
public record Ipv6Prefix(Ipv6Address address, int length) {
    public Ipv6Prefix {
        if (length < 0 || length > 128) {
            throw new IllegalArgumentException(
                    "a prefix of " + address + " has a length of " + length + "; it is 0 to 128");
        }
    }

    /** The subnet's first address. */
    public Ipv6Address network() {
        return new Ipv6Address(
                address.high() & Ipv6Address.maskHigh(length), address.low() & Ipv6Address.maskLow(length));
    }

    /** Whether an address is in the subnet. */
    public boolean contains(final Ipv6Address other) {
        final Ipv6Address network = network();
        return (other.high() & Ipv6Address.maskHigh(length)) == network.high()
                && (other.low() & Ipv6Address.maskLow(length)) == network.low();
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
