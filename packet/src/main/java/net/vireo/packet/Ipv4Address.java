// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * IPv4 addresses as big-endian ints (10.0.0.1 = 0x0a000001) and as text. Parsing and formatting are for the control plane
 * and tools and allocate; the tests on bits are free. Any thread.
 */
public final class Ipv4Address {
    public static final int BROADCAST = 0xffff_ffff;

    private static final int OCTETS = 4;

    private Ipv4Address() {}

    /**
     * @param text four decimal octets 0 to 255, no leading zeros (some programs read those as octal), nothing around them
     * @throws IllegalArgumentException with the text and what was expected
     */
    public static int parse(final String text) {
        int address = 0;
        int at = 0;
        for (int octet = 0; octet < OCTETS; octet++) {
            final int dot = octet < OCTETS - 1 ? text.indexOf('.', at) : text.length();
            address = address << 8 | octet(text, at, dot);
            at = dot + 1;
        }
        return address;
    }

    private static int octet(final String text, final int from, final int to) {
        final int digits = to - from;
        if (to < 0 || digits < 1 || digits > 3 || digits > 1 && text.charAt(from) == '0') {
            throw malformed(text);
        }
        int value = 0;
        for (int at = from; at < to; at++) {
            final int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed(text);
            }
            value = value * 10 + digit;
        }
        if (value > 255) {
            throw malformed(text);
        }
        return value;
    }

    /** Dotted decimal. */
    public static String format(final int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** 224.0.0.0/4. */
    public static boolean isMulticast(final int address) {
        return address >>> 28 == 0xe;
    }

    /** 169.254.0.0/16 (RFC 3927). */
    public static boolean isLinkLocal(final int address) {
        return address >>> 16 == 0xa9fe;
    }

    /**
     * False for what can never be one host: 0.0.0.0/8, 127.0.0.0/8, multicast, the reserved block 240.0.0.0/4 and the
     * broadcast address in it (RFC 1122 3.2.1.3). A subnet's own broadcast address cannot be told without its mask.
     */
    public static boolean isHost(final int address) {
        final int firstOctet = address >>> 24;
        return firstOctet != 0 && firstOctet != 127 && firstOctet < 224;
    }

    /** The mask of a prefix length 0 to 32. */
    public static int mask(final int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
    }

    private static IllegalArgumentException malformed(final String text) {
        return new IllegalArgumentException(
                "not an IPv4 address: \"" + text + "\" (expected four octets such as 10.0.0.1)");
    }
}
