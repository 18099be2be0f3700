// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

/**
 * An IPv4 or IPv6 address. An IPv4 address is kept in its IPv4-mapped form (RFC 4291 section 2.5.5.2), so that the two
 * kinds never compare equal.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes
 */
public record IpAddress(long high, long low) {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int GROUPS = 8;
    private static final int IPV4_FIRST_BIT = 96;

    /** @param address big-endian */
    public static IpAddress v4(final int address) {
        return new IpAddress(0, MAPPED | address & 0xffff_ffffL);
    }

    /** Whether it is an IPv4 or an IPv6 address. */
    public Family family() {
        return high == 0 && low >>> 32 << 32 == MAPPED ? Family.IPV4 : Family.IPV6;
    }

    /** Whether it lies in a prefix of its own kind. */
    public boolean in(final IpAddress prefix, final int prefixLength) {
        final int bits = prefixLength + (prefix.family() == Family.IPV4 ? IPV4_FIRST_BIT : 0);
        final long highMask = bits == 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << Long.SIZE - bits;
        final long lowMask = bits <= Long.SIZE ? 0 : -1L << 2 * Long.SIZE - bits;
        return family() == prefix.family()
                && (high & highMask) == (prefix.high & highMask)
                && (low & lowMask) == (prefix.low & lowMask);
    }

    /** Bits of the address itself: 32 or 128. */
    public int bits() {
        return family() == Family.IPV4 ? Integer.SIZE : 2 * Long.SIZE;
    }

    /** Dotted, or groups of hexadecimal digits with the longest run of zeros left out (RFC 5952 section 4). */
    @Override
    public String toString() {
        if (family() == Family.IPV4) {
            return Addresses.ipv4((int) low);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        final StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(final int index) {
        return (int) ((index < GROUPS / 2 ? high : low) >>> 48 - index % 4 * 16) & 0xffff;
    }
}
