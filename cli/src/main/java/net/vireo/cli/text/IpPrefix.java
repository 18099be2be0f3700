// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An IPv4 or IPv6 prefix as written; host bits may be set (see {@link #network}).
 *
 * @param ipv6 which family it is of
 * @param high the first eight octets of an IPv6 address; an IPv4 address stands in the upper half
 * @param low the last eight octets of an IPv6 address, 0 for IPv4
 * @param length 0 .. 32, or 0 .. 128
 */
public record IpPrefix(boolean ipv6, long high, long low, int length) {
    private static final int HALF_BITS = 64;

    /** An IPv4 prefix of an address as a big-endian integer. */
    public static IpPrefix ipv4(final int address, final int length) {
        return new IpPrefix(false, (long) address << 32, 0, length);
    }

    /** An IPv4 host. */
    public static IpPrefix host(final int address) {
        return ipv4(address, Ipv4Prefix.MAX_LENGTH);
    }

    /**
     * The prefix of 4 or 16 octets in network order.
     *
     * @throws IllegalArgumentException when there are neither 4 nor 16
     */
    public static IpPrefix of(final byte[] octets, final int length) {
        return switch (octets.length) {
            case Ipv4Prefix.OCTETS -> ipv4(ByteBuffer.wrap(octets).getInt(), length);
            case Ipv6.OCTETS -> {
                final ByteBuffer address = ByteBuffer.wrap(octets);
                yield new IpPrefix(true, address.getLong(), address.getLong(), length);
            }
            default -> throw new IllegalArgumentException(octets.length + " octets are no address");
        };
    }

    /** Reads {@code address/length} of either family; an address alone is a host. Empty when it is neither. */
    public static Optional<IpPrefix> parse(final String text) {
        final int slash = text.indexOf('/');
        final String address = slash < 0 ? text : text.substring(0, slash);
        final OptionalInt ipv4 = Ipv4.parse(address);
        final Optional<byte[]> octets =
                ipv4.isPresent() ? Optional.of(ipv4(ipv4.getAsInt(), 0).octets()) : Ipv6.parse(address);
        if (octets.isEmpty()) {
            return Optional.empty();
        }
        final int max = octets.get().length * Byte.SIZE;
        final int length = slash < 0 ? max : Numbers.decimal(text.substring(slash + 1), max);
        return length < 0 ? Optional.empty() : Optional.of(of(octets.get(), length));
    }

    /** 32 or 128. */
    public int maxLength() {
        return ipv6 ? Ipv6.OCTETS * Byte.SIZE : Ipv4Prefix.MAX_LENGTH;
    }

    /** True when it holds one address. */
    public boolean isHost() {
        return length == maxLength();
    }

    /** The address in 4 or 16 octets, network order. */
    public byte[] octets() {
        if (!ipv6) {
            return ByteBuffer.allocate(Ipv4Prefix.OCTETS).putInt(address4()).array();
        }
        return ByteBuffer.allocate(Ipv6.OCTETS).putLong(high).putLong(low).array();
    }

    /** An IPv4 prefix's address as a big-endian integer. */
    public int address4() {
        return (int) (high >>> 32);
    }

    /** The same prefix without host bits. */
    public IpPrefix network() {
        return new IpPrefix(ipv6, high & mask(length), low & mask(length - HALF_BITS), length);
    }

    /** True when every address of {@code other} is in this one too. */
    public boolean covers(final IpPrefix other) {
        return ipv6 == other.ipv6
                && length <= other.length
                && new IpPrefix(ipv6, other.high, other.low, length).network().equals(network());
    }

    private static long mask(final int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= HALF_BITS ? -1 : -1L << HALF_BITS - bits;
    }

    /** The address without its length. */
    public String address() {
        return ipv6 ? Ipv6.text(octets()) : Ipv4.text(address4());
    }

    @Override
    public String toString() {
        return address() + "/" + length;
    }
}
