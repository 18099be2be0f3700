// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * The Toeplitz hash of receive side scaling (Microsoft's RSS specification; virtio 1.2, 5.1.6.5.6.4): every set bit of the input
 * adds the 32 bits of the key that start at the same place.
 *
 * <p>The sums of all values of one input byte are looked up: 256 ints per byte of the longest input, 36 KB per key, made when
 * the key is set, so that a packet costs 8 to 36 loads and no loop over bits. Input order: source address, destination address,
 * source port, destination port, as on the wire. Immutable: any thread; hashing allocates nothing.
 */
public final class Toeplitz {
    /** What keys are long: enough for an IPv6 4-tuple. */
    public static final int KEY_BYTES = 40;

    private static final int INPUT_BYTES = KEY_BYTES - 4;
    private static final int VALUES = 256;
    private static final int IPV4_PORTS = 8;
    private static final int IPV6_PORTS = 32;

    private final int[] sums = new int[INPUT_BYTES * VALUES];

    /**
     * @param key 40 bytes, copied
     * @throws IllegalArgumentException for another length
     */
    public Toeplitz(final byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a Toeplitz key has " + KEY_BYTES + " bytes, not " + key.length);
        }
        for (int at = 0; at < INPUT_BYTES; at++) {
            fill(at, key);
        }
    }

    /** A value's sum is that of the value without its lowest set bit, and that bit's. */
    private void fill(final int at, final byte[] key) {
        long window = 0;
        for (int i = 0; i < 5; i++) {
            window = window << 8 | (key[at + i] & 0xff);
        }
        for (int value = 1; value < VALUES; value++) {
            final int bit = Integer.numberOfTrailingZeros(value);
            sums[at * VALUES + value] = sums[at * VALUES + (value & value - 1)] ^ (int) (window >>> bit + 1);
        }
    }

    /** IPv4 2-tuple; {@code source << 32 | destination}. */
    public int hash(final long addresses) {
        return eight(0, addresses);
    }

    /** IPv4 4-tuple; ports as {@code source << 16 | destination}. */
    public int hash(final long addresses, final int ports) {
        return eight(0, addresses) ^ four(IPV4_PORTS, ports);
    }

    /** IPv6 2-tuple. */
    public int hash(
            final long sourceHigh, final long sourceLow, final long destinationHigh, final long destinationLow) {
        return eight(0, sourceHigh) ^ eight(8, sourceLow) ^ eight(16, destinationHigh) ^ eight(24, destinationLow);
    }

    /** IPv6 4-tuple. */
    public int hash(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports) {
        return hash(sourceHigh, sourceLow, destinationHigh, destinationLow) ^ four(IPV6_PORTS, ports);
    }

    private int eight(final int at, final long bytes) {
        return four(at, (int) (bytes >>> 32)) ^ four(at + 4, (int) bytes);
    }

    private int four(final int at, final int bytes) {
        final int base = at * VALUES;
        return sums[base + (bytes >>> 24)]
                ^ sums[base + VALUES + (bytes >>> 16 & 0xff)]
                ^ sums[base + 2 * VALUES + (bytes >>> 8 & 0xff)]
                ^ sums[base + 3 * VALUES + (bytes & 0xff)];
    }
}
