// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An address of either IP version. Ordered: IPv4 first, each as unsigned numbers.
 *
 * @param high, low the address in halves; IPv4: high is 0, the address in the low 32 bits of low
 */
public record IpAddress(boolean ipv6, long high, long low) implements Comparable<IpAddress> {
    private static final long MASK_32 = 0xffff_ffffL;

    /** What stands for any IPv4 address. */
    public static final IpAddress ANY_IPV4 = ipv4(0);

    /** An IPv4 address: 10.0.0.1 is 0x0a000001. */
    public static IpAddress ipv4(final int address) {
        return new IpAddress(false, 0, address & MASK_32);
    }

    /** An IPv6 address in halves. */
    public static IpAddress ipv6(final long high, final long low) {
        return new IpAddress(true, high, low);
    }

    /**
     * Reads an address; no name is looked up.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static IpAddress of(final String text) {
        try {
            return of(InetAddress.ofLiteral(text.strip()));
        } catch (final IllegalArgumentException none) {
            throw new IllegalArgumentException("'" + text + "' is no IP address", none);
        }
    }

    private static IpAddress of(final InetAddress address) {
        final ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? ipv6(octets.getLong(), octets.getLong()) : ipv4(octets.getInt());
    }

    /** The same as an integer; IPv4 only. */
    public int asInt() {
        return (int) low;
    }

    /** How many bits it has. */
    public int bits() {
        return ipv6 ? 2 * Long.SIZE : Integer.SIZE;
    }

    /** 224.0.0.0/4, 255.255.255.255 or ff00::/8. */
    public boolean isMulticast() {
        return ipv6 ? high >>> 56 == 0xff : low >>> 28 == 0xe || low == MASK_32;
    }

    /** 169.254.0.0/16 or fe80::/10: answered on the link or by the node, whoever asks. */
    public boolean isLinkLocal() {
        return ipv6 ? high >>> 54 == 0x3fa : low >>> 16 == 0xa9fe;
    }

    /** Whether it stands for no address: a part of a fat flow's key that is left out. */
    public boolean isZero() {
        return high == 0 && low == 0;
    }

    /** The zero of the same family. */
    public IpAddress zero() {
        return new IpAddress(ipv6, 0, 0);
    }

    @Override
    public int compareTo(final IpAddress other) {
        if (ipv6 != other.ipv6) {
            return ipv6 ? 1 : -1;
        }
        final int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        final ByteBuffer octets = ipv6
                ? ByteBuffer.allocate(16).putLong(high).putLong(low)
                : ByteBuffer.allocate(4).putInt((int) low);
        try {
            return InetAddress.getByAddress(octets.array()).getHostAddress();
        } catch (final UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
