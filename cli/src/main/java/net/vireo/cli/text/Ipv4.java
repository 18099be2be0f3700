// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import java.util.OptionalInt;

/** IPv4 addresses as dotted text. An address is a big-endian integer: 10.0.0.1 is {@code 0x0a000001}. */
public final class Ipv4 {
    private static final int OCTETS = 4;
    private static final int MAX_OCTET = 255;

    private Ipv4() {}

    /** The address, or empty when the text is not four decimal octets (leading zeros read as octal elsewhere). */
    public static OptionalInt parse(final String text) {
        int address = 0;
        int from = 0;
        for (int octet = 0; octet < OCTETS; octet++) {
            final int dot = octet == OCTETS - 1 ? text.length() : text.indexOf('.', from);
            final int value = dot < 0 ? -1 : octet(text, from, dot);
            if (value < 0) {
                return OptionalInt.empty();
            }
            address = address << 8 | value;
            from = dot + 1;
        }
        return OptionalInt.of(address);
    }

    private static int octet(final String text, final int from, final int to) {
        final int digits = to - from;
        if (digits < 1 || digits > 3 || digits > 1 && text.charAt(from) == '0') {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= MAX_OCTET ? value : -1;
    }

    /** Dotted decimal. */
    public static String text(final int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** The network mask of a prefix length 0 .. 32. */
    public static int mask(final int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << 32 - prefixLength;
    }
}
