// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * MAC addresses as longs (low 48 bits) and as text. Parsing and formatting are for the control plane and tools and
 * allocate; the tests on bits are free. Any thread.
 */
public final class MacAddress {
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    private static final int OCTETS = 6;
    private static final int TEXT_LENGTH = 17;
    private static final long MULTICAST_BIT = 1L << 40;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private MacAddress() {}

    /**
     * @param text six octets of two hexadecimal digits, separated by colons (or all by dashes)
     * @throws IllegalArgumentException with the text and what was expected
     */
    public static long parse(final String text) {
        if (text.length() != TEXT_LENGTH) {
            throw malformed(text);
        }
        final char separator = text.charAt(2) == '-' ? '-' : ':';
        long mac = 0;
        for (int octet = 0; octet < OCTETS; octet++) {
            final int at = octet * 3;
            if (octet > 0 && text.charAt(at - 1) != separator) {
                throw malformed(text);
            }
            mac = mac << 8 | digit(text, at) << 4 | digit(text, at + 1);
        }
        return mac;
    }

    /** Lower case, separated by colons: {@code 00:00:5e:00:01:00}. */
    public static String format(final long mac) {
        final char[] text = new char[TEXT_LENGTH];
        for (int octet = 0; octet < OCTETS; octet++) {
            final int value = (int) (mac >>> 8 * (OCTETS - 1 - octet)) & 0xff;
            text[octet * 3] = HEX[value >>> 4];
            text[octet * 3 + 1] = HEX[value & 0xf];
            if (octet < OCTETS - 1) {
                text[octet * 3 + 2] = ':';
            }
        }
        return new String(text);
    }

    /** Group bit: multicast and broadcast. */
    public static boolean isMulticast(final long mac) {
        return (mac & MULTICAST_BIT) != 0;
    }

    public static boolean isBroadcast(final long mac) {
        return (mac & BROADCAST) == BROADCAST;
    }

    private static long digit(final String text, final int at) {
        final char c = text.charAt(at);
        // Character.digit alone would take the digits of every script.
        final int value = c < 0x80 ? Character.digit(c, 16) : -1;
        if (value < 0) {
            throw malformed(text);
        }
        return value;
    }

    private static IllegalArgumentException malformed(final String text) {
        return new IllegalArgumentException(
                "not a MAC address: \"" + text + "\" (expected six octets such as 02:00:00:00:00:01)");
    }
}
