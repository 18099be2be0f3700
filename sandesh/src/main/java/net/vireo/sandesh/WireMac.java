// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** MAC addresses as lists of six bytes. Here a MAC is a long, its first octet in bits 47 to 40. */
public final class WireMac {
    private static final int LENGTH_BYTES = 6;

    private WireMac() {}

    /** The six octets of a MAC. */
    public static byte[] toBytes(final long mac) {
        final byte[] octets = new byte[LENGTH_BYTES];
        for (int i = 0; i < LENGTH_BYTES; i++) {
            octets[i] = (byte) (mac >>> 40 - 8 * i);
        }
        return octets;
    }

    /**
     * The MAC of six octets; 0 of none, which is how a field without a MAC arrives.
     *
     * @throws IllegalArgumentException when there are neither six nor none
     */
    public static long fromBytes(final byte[] octets) {
        if (octets.length != LENGTH_BYTES && octets.length != 0) {
            throw new IllegalArgumentException("a MAC has 6 octets, here are " + octets.length);
        }
        long mac = 0;
        for (final byte octet : octets) {
            mac = mac << 8 | octet & 0xff;
        }
        return mac;
    }
}
