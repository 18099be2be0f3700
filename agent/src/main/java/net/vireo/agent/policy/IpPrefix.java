// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

/**
 * A prefix of either IP version; bits behind its length are cleared.
 *
 * @param length how many leading bits count
 */
public record IpPrefix(IpAddress address, int length) {
    /** @throws IllegalArgumentException when the length does not fit the address */
    public IpPrefix {
        if (length < 0 || length > address.bits()) {
            throw new IllegalArgumentException(
                    "a prefix of " + address + " is 0 .. " + address.bits() + " long, not " + length);
        }
        address = new IpAddress(
                address.ipv6(), address.high() & highMask(address, length), address.low() & lowMask(address, length));
    }

    /**
     * Reads {@code 10.1.0.0/16}; an address alone stands for itself.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static IpPrefix of(final String text) {
        final int slash = text.indexOf('/');
        if (slash < 0) {
            return host(IpAddress.of(text));
        }
        try {
            return new IpPrefix(IpAddress.of(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (final NumberFormatException none) {
            throw new IllegalArgumentException("'" + text + "' is no prefix: behind the slash is a length", none);
        }
    }

    /** The prefix that holds one address. */
    public static IpPrefix host(final IpAddress address) {
        return new IpPrefix(address, address.bits());
    }

    /** Whether an address lies in it. */
    public boolean contains(final IpAddress other) {
        return other.ipv6() == address.ipv6()
                && ((other.high() ^ address.high()) & highMask(address, length)) == 0
                && ((other.low() ^ address.low()) & lowMask(address, length)) == 0;
    }

    /** Its last address; the first is {@link #address}. */
    public IpAddress last() {
        return address.ipv6()
                ? IpAddress.ipv6(address.high() | ~highMask(address, length), address.low() | ~lowMask(address, length))
                : IpAddress.ipv4((int) (address.low() | ~lowMask(address, length)));
    }

    private static long highMask(final IpAddress address, final int length) {
        return address.ipv6() ? mask(length) : 0;
    }

    private static long lowMask(final IpAddress address, final int length) {
        return address.ipv6() ? mask(length - Long.SIZE) : mask(length + Integer.SIZE) & 0xffff_ffffL;
    }

    private static long mask(final int length) {
        return length <= 0 ? 0 : length >= Long.SIZE ? -1 : -1L << Long.SIZE - length;
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
