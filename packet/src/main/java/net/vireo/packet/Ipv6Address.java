// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * An IPv6 address as two big-endian longs (2001:db8::1 = 0x20010db8_00000000, 1). The data path passes the two longs and
 * uses the static tests on bits; the record, text and prefix arithmetic are for the control plane and tools and allocate.
 * Any thread.
 */
public record Ipv6Address(long high, long low) {
    /** First half of the all-nodes and solicited-node groups, {@code ff02::/64}. */
    public static final long LINK_GROUP_HIGH = 0xff02_0000_0000_0000L;

    /** Second half of {@code ff02::1}, all nodes. */
    public static final long ALL_NODES_LOW = 1;

    /** Second half of {@code ff02::2}, all routers. */
    public static final long ALL_ROUTERS_LOW = 2;

    private static final long SOLICITED_LOW = 0x0000_0001_ff00_0000L;
    private static final long GROUP_MAC = 0x3333_0000_0000L;
    private static final long LOW_32 = 0xffff_ffffL;

    /**
     * @param text any form of RFC 4291 2.2: groups of up to four hexadecimal digits, at most one {@code ::}, the last four
     *     bytes in dotted decimal if wanted. No zone, no brackets, nothing around it
     * @throws IllegalArgumentException with the text and what was expected
     */
    public static Ipv6Address parse(final String text) {
        return Ipv6AddressText.parse(text);
    }

    /** The one recommended form of RFC 5952, with IPv4-mapped addresses in their mixed form (section 5). */
    public static String format(final long high, final long low) {
        return Ipv6AddressText.format(high, low);
    }

    /** {@code ff00::/8}. */
    public static boolean isMulticast(final long high) {
        return high >>> 56 == 0xff;
    }

    /** {@code fe80::/10}. */
    public static boolean isLinkLocal(final long high) {
        return high >>> 54 == 0xfe80 >>> 6;
    }

    /** {@code ::}. */
    public static boolean isUnspecified(final long high, final long low) {
        return (high | low) == 0;
    }

    /** {@code ::1}. */
    public static boolean isLoopback(final long high, final long low) {
        return high == 0 && low == 1;
    }

    /** False for what can never be one node on a link: unspecified, loopback, multicast. */
    public static boolean isHost(final long high, final long low) {
        return !isMulticast(high) && (high != 0 || low >>> 1 != 0);
    }

    /** Second half of an address' solicited-node group {@code ff02::1:ff00:0/104} (RFC 4291 2.7.1). */
    public static long solicitedNodeLow(final long low) {
        return SOLICITED_LOW | (low & 0xff_ffff);
    }

    /** The MAC of a group: {@code 33:33} and the last four bytes (RFC 2464 7). */
    public static long multicastMac(final long low) {
        return GROUP_MAC | (low & LOW_32);
    }

    /** First half of the mask of a prefix length 0 to 128. */
    public static long maskHigh(final int prefixLength) {
        return mask64(Math.min(prefixLength, 64));
    }

    /** Second half of the mask of a prefix length 0 to 128. */
    public static long maskLow(final int prefixLength) {
        return mask64(Math.max(prefixLength - 64, 0));
    }

    private static long mask64(final int ones) {
        return ones == 0 ? 0 : -1L << (64 - ones);
    }

    @Override
    public String toString() {
        return format(high, low);
    }
}
