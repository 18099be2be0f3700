// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import java.util.Optional;
import java.util.OptionalInt;

/** IPv6 addresses as text, written in the form of RFC 5952, read in every form of RFC 4291 section 2.2. */
public final class Ipv6 {
    /** Length of an address. */
    public static final int OCTETS = 16;

    private static final int GROUPS = 8;
    private static final int MAX_GROUP_DIGITS = 4;

    private Ipv6() {}

    /** The address in 16 octets, network order; empty when the text is none. Zones ({@code %eth0}) are not taken. */
    public static Optional<byte[]> parse(final String text) {
        final byte[] address = new byte[OCTETS];
        final int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, address, true) == OCTETS ? Optional.of(address) : Optional.empty();
        }
        final byte[] tail = new byte[OCTETS];
        final String behind = text.substring(gap + 2);
        final int front = gap == 0 ? 0 : groups(text.substring(0, gap), address, false);
        final int back = behind.isEmpty() ? 0 : groups(behind, tail, true);
        // The two colons stand for at least one group.
        if (front < 0 || back < 0 || front + back > OCTETS - 2) {
            return Optional.empty();
        }
        System.arraycopy(tail, 0, address, OCTETS - back, back);
        return Optional.of(address);
    }

    /** Writes groups that are separated by single colons; an IPv4 address may be the address's end. How far it got, or -1. */
    private static int groups(final String text, final byte[] address, final boolean atEnd) {
        int at = 0;
        int from = 0;
        while (true) {
            final int colon = text.indexOf(':', from);
            final String group = colon < 0 ? text.substring(from) : text.substring(from, colon);
            final OptionalInt ipv4 = colon < 0 && atEnd ? Ipv4.parse(group) : OptionalInt.empty();
            if (ipv4.isPresent() && at <= OCTETS - 4) {
                for (int shift = 24; shift >= 0; shift -= 8) {
                    address[at++] = (byte) (ipv4.getAsInt() >>> shift);
                }
                return at;
            }
            final int value = group(group);
            if (value < 0 || at == OCTETS) {
                return -1;
            }
            address[at++] = (byte) (value >>> 8);
            address[at++] = (byte) value;
            if (colon < 0) {
                return at;
            }
            from = colon + 1;
        }
    }

    private static int group(final String digits) {
        if (digits.isEmpty() || digits.length() > MAX_GROUP_DIGITS) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            final int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0 || digits.charAt(i) > 'f') {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** The address of 16 octets in network order: lower case, the longest run of two or more zero groups shortened. */
    public static String text(final byte[] address) {
        final int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (address[2 * i] & 0xff) << 8 | address[2 * i + 1] & 0xff;
        }
        int zerosFrom = -1;
        int zeros = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > zeros) {
                zerosFrom = i;
                zeros = end - i;
            }
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == zerosFrom) {
                text.append("::");
                i += zeros - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
