// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.filter;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** An address or a prefix in a filter, of either family. */
record Prefix(boolean four, long high, long low, long maskHigh, long maskLow) {
    private static final int BITS_4 = 32;
    private static final int BITS_6 = 128;
    private static final int MAX_LENGTH_DIGITS = 3;

    /** Reads {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code 2001:db8::/64}. @return null when it is none */
    static Prefix parse(final String text) {
        final int slash = text.indexOf('/');
        final byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        final int bits = address.length == Integer.BYTES ? BITS_4 : BITS_6;
        final int length = slash < 0 ? bits : number(text.substring(slash + 1));
        if (length < 0 || length > bits) {
            return null;
        }
        final ByteBuffer bytes = ByteBuffer.wrap(address);
        if (bits == BITS_4) {
            final int mask = length == 0 ? 0 : -1 << BITS_4 - length;
            return new Prefix(true, 0, bytes.getInt() & mask, 0, mask);
        }
        final long maskHigh = length == 0 ? 0 : -1L << Long.SIZE - Math.min(length, Long.SIZE);
        final long maskLow = length <= Long.SIZE ? 0 : -1L << BITS_6 - length;
        return new Prefix(false, bytes.getLong() & maskHigh, bytes.getLong() & maskLow, maskHigh, maskLow);
    }

    /** Never asks a name server: names are no addresses here. */
    private static byte[] address(final String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789abcdef.:".indexOf(text.charAt(i)) < 0) {
                return null;
            }
        }
        final boolean six = text.indexOf(':') >= 0;
        if (!six && text.chars().filter(letter -> letter == '.').count() != 3) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (final IllegalArgumentException none) {
            return null;
        }
    }

    private static int number(final String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH_DIGITS || !text.chars().allMatch(Character::isDigit)) {
            return -1;
        }
        return Integer.parseInt(text);
    }

    PacketTest test(final boolean source) {
        return four
                ? (type, p, length) -> Fields.inNet4(type, p, length, source, (int) low, (int) maskLow)
                : (type, p, length) -> Fields.inNet6(type, p, length, source, high, low, maskHigh, maskLow);
    }
}
