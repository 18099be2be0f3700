// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * IPv6 addresses in pairs of 64-bit fields that keep the sender's memory order ({@code vifr_ip6_u}, {@code vifr_ip6_l}):
 * the octets of each half are reversed.
 */
public final class WireIpv6 {
    private WireIpv6() {}

    /** The upper field's value for an address of 16 octets in network order. */
    public static long upperToWire(final byte[] address) {
        return littleEndian(address, 0);
    }

    /** The lower field's value for an address of 16 octets in network order. */
    public static long lowerToWire(final byte[] address) {
        return littleEndian(address, 8);
    }

    /** The address, 16 octets in network order, in the two fields' values. */
    public static byte[] fromWire(final long upper, final long lower) {
        final byte[] address = new byte[16];
        for (int i = 0; i < 8; i++) {
            address[i] = (byte) (upper >>> 8 * i);
            address[8 + i] = (byte) (lower >>> 8 * i);
        }
        return address;
    }

    private static long littleEndian(final byte[] address, final int from) {
        if (address.length != 16) {
            throw new IllegalArgumentException("an IPv6 address has 16 octets, here are " + address.length);
        }
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | address[from + i] & 0xff;
        }
        return value;
    }
}
