// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.Ipv4Address;

/**
 * An IPv4 address and the length of its subnet's prefix; as a route's destination the bits behind the prefix are zero.
 *
 * @param address big-endian, 10.0.0.1 = 0x0a000001
 * @param length 0 to 32
 */
public record Ipv4Prefix(int address, int length) {
    public Ipv4Prefix {
        if (length < 0 || length > Integer.SIZE) {
            throw new IllegalArgumentException(
                    "a prefix of " + Ipv4Address.format(address) + " has a length of " + length + "; it is 0 to 32");
        }
    }

    /**
     * @param text an address, a slash and a length, such as 10.0.0.0/24
     * @throws IllegalArgumentException with the text and what was expected
     */
    public static Ipv4Prefix parse(final String text) {
        final int slash = text.indexOf('/');
        final String length = text.substring(slash + 1);
        if (slash < 0
                || length.isEmpty()
                || length.length() > 2
                || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "not an IPv4 prefix: \"" + text + "\" (expected 10.0.0.0/24, for example)");
        }
        return new Ipv4Prefix(Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    /** The subnet mask. */
    public int mask() {
        return Ipv4Address.mask(length);
    }

    /** The subnet's first address. */
    public int network() {
        return address & mask();
    }

    /** The subnet's last address, to which it broadcasts; not for lengths of 31 and 32, which have none (RFC 3021). */
    public int broadcast() {
        return address | ~mask();
    }

    /** Whether an address is in the subnet. */
    public boolean contains(final int other) {
        return (other & mask()) == network();
    }

    @Override
    public String toString() {
        return Ipv4Address.format(address) + "/" + length;
    }
}
