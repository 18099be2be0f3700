// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import java.util.HexFormat;
import java.util.OptionalLong;

/** Ethernet addresses as text. An address is the low 48 bits of a long. */
public final class Mac {
    private static final int OCTETS = 6;
    private static final int TEXT_LENGTH = OCTETS * 3 - 1;
    private static final HexFormat HEX = HexFormat.of();

    private Mac() {}

    /** The address, or empty when the text is not six pairs of hex digits with colons between. */
    public static OptionalLong parse(final String text) {
        if (text.length() != TEXT_LENGTH) {
            return OptionalLong.empty();
        }
        long mac = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            final char c = text.charAt(i);
            if (i % 3 == 2) {
                if (c != ':') {
                    return OptionalLong.empty();
                }
            } else if (HexFormat.isHexDigit(c)) {
                mac = mac << 4 | HexFormat.fromHexDigit(c);
            } else {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(mac);
    }

    /** Six pairs with colons, lower case. */
    public static String text(final long mac) {
        final StringBuilder text = new StringBuilder(TEXT_LENGTH);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(HEX.toHexDigits((byte) (mac >>> shift)));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }

    /** The address in the first six bytes, 0 when there are fewer. */
    public static long of(final byte[] bytes) {
        return bytes.length < OCTETS ? 0 : at(bytes, 0);
    }

    /** The address in the six bytes at an offset. */
    public static long at(final byte[] bytes, final int offset) {
        long mac = 0;
        for (int i = 0; i < OCTETS; i++) {
            mac = mac << 8 | bytes[offset + i] & 0xff;
        }
        return mac;
    }

    /** Six bytes in wire order. */
    public static byte[] bytes(final long mac) {
        final byte[] bytes = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            bytes[i] = (byte) (mac >>> 40 - 8 * i);
        }
        return bytes;
    }

    /** True for a group address (multicast or broadcast), which no interface may have. */
    public static boolean isGroup(final long mac) {
        return (mac >>> 40 & 1) != 0;
    }
}
