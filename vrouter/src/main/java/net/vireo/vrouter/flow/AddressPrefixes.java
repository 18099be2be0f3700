// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.Arrays;

/** A few prefixes of either IP version, gone over one by one: a vif has at most three of each. */
final class AddressPrefixes {
    private static final int IPV4_BITS = 32;
    private static final int HALF_BITS = 64;

    /** Two numbers each: address, mask. */
    private int[] ipv4 = {};

    /** Four numbers each: address and mask, upper halves first. */
    private long[] ipv6 = {};

    @Override
    public boolean equals(final Object other) {
        return other instanceof final AddressPrefixes prefixes
                && Arrays.equals(ipv4, prefixes.ipv4)
                && Arrays.equals(ipv6, prefixes.ipv6);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ipv4) + Arrays.hashCode(ipv6);
    }

    boolean add(final int address, final int prefixLength) {
        if (prefixLength < 0 || prefixLength > IPV4_BITS) {
            return false;
        }
        final int mask = prefixLength == 0 ? 0 : -1 << IPV4_BITS - prefixLength;
        final int at = ipv4.length;
        ipv4 = Arrays.copyOf(ipv4, at + 2);
        ipv4[at] = address & mask;
        ipv4[at + 1] = mask;
        return true;
    }

    boolean add(final long high, final long low, final int prefixLength) {
        if (prefixLength < 0 || prefixLength > 2 * HALF_BITS) {
            return false;
        }
        final long highMask = mask(Math.min(prefixLength, HALF_BITS));
        final long lowMask = mask(Math.max(prefixLength - HALF_BITS, 0));
        final int at = ipv6.length;
        ipv6 = Arrays.copyOf(ipv6, at + 4);
        ipv6[at] = high & highMask;
        ipv6[at + 1] = low & lowMask;
        ipv6[at + 2] = highMask;
        ipv6[at + 3] = lowMask;
        return true;
    }

    boolean contains(final int address) {
        for (int i = 0; i < ipv4.length; i += 2) {
            if ((address & ipv4[i + 1]) == ipv4[i]) {
                return true;
            }
        }
        return false;
    }

    boolean contains(final long high, final long low) {
        for (int i = 0; i < ipv6.length; i += 4) {
            if ((high & ipv6[i + 2]) == ipv6[i] && (low & ipv6[i + 3]) == ipv6[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private static long mask(final int length) {
        return length == 0 ? 0 : -1L << HALF_BITS - length;
    }
}
