// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** IPv6 addresses as text (RFC 4291 2.2 in, RFC 5952 out); never on the data path. */
final class Ipv6AddressText {
    private static final int GROUPS = 8;
    private static final long MAPPED = 0xffffL;

    private Ipv6AddressText() {}

    static Ipv6Address parse(final String text) {
        final int gap = text.indexOf("::");
        if (gap < 0) {
            final int[] all = groups(text, text);
            return all.length == GROUPS ? address(all, new int[0]) : malformed(text);
        }
        final int[] front = groups(text.substring(0, gap), text);
        final int[] back = groups(text.substring(gap + 2), text);
        // "::" stands for at least one group (RFC 4291 2.2).
        return front.length + back.length < GROUPS ? address(front, back) : malformed(text);
    }

    private static Ipv6Address address(final int[] front, final int[] back) {
        final int[] groups = new int[GROUPS];
        System.arraycopy(front, 0, groups, 0, front.length);
        System.arraycopy(back, 0, groups, GROUPS - back.length, back.length);
        return new Ipv6Address(half(groups, 0), half(groups, GROUPS / 2));
    }

    private static long half(final int[] groups, final int from) {
        long half = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            half = half << 16 | groups[from + i];
        }
        return half;
    }

    /** The groups of one side of the gap; dotted decimal only where the whole text ends. */
    private static int[] groups(final String side, final String text) {
        if (side.isEmpty()) {
            return new int[0];
        }
        final String[] parts = side.split(":", -1);
        final String last = parts[parts.length - 1];
        final boolean dotted = last.indexOf('.') >= 0 && text.endsWith(side);
        final int[] groups = new int[parts.length + (dotted ? 1 : 0)];
        for (int i = 0; i < parts.length - (dotted ? 1 : 0); i++) {
            groups[i] = group(parts[i], text);
        }
        if (dotted) {
            final int octets = octets(last, text);
            groups[groups.length - 2] = octets >>> 16;
            groups[groups.length - 1] = octets & 0xffff;
        }
        if (groups.length > GROUPS) {
            malformed(text);
        }
        return groups;
    }

    private static int octets(final String dotted, final String text) {
        try {
            return Ipv4Address.parse(dotted);
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(message(text), e);
        }
    }

    private static int group(final String digits, final String text) {
        if (digits.isEmpty() || digits.length() > 4) {
            malformed(text);
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            final char c = digits.charAt(i);
            // Character.digit alone would take the digits of every script.
            final int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                malformed(text);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    static String format(final long high, final long low) {
        if (high == 0 && low >>> 32 == MAPPED) {
            return "::ffff:" + Ipv4Address.format((int) low);
        }
        final long gap = longestZeros(high, low);
        final int gapFrom = (int) (gap >>> 32);
        final int gapGroups = (int) gap;
        final StringBuilder out = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapFrom && gapGroups > 1) {
                out.append("::");
                i += gapGroups - 1;
            } else {
                out.append(i == 0 || out.charAt(out.length() - 1) == ':' ? "" : ":");
                out.append(Integer.toHexString(group(high, low, i)));
            }
        }
        return out.toString();
    }

    /** The first of the longest runs of zero groups: {@code index << 32 | length} (RFC 5952 4.2.3). */
    private static long longestZeros(final long high, final long low) {
        long best = 0;
        int run = 0;
        for (int i = 0; i < GROUPS; i++) {
            run = group(high, low, i) == 0 ? run + 1 : 0;
            if (run > (int) best) {
                best = (long) (i - run + 1) << 32 | run;
            }
        }
        return best;
    }

    private static int group(final long high, final long low, final int index) {
        final long half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> 16 * (GROUPS / 2 - 1 - index % (GROUPS / 2))) & 0xffff;
    }

    private static Ipv6Address malformed(final String text) {
        throw new IllegalArgumentException(message(text));
    }

    private static String message(final String text) {
        return "not an IPv6 address: \"" + text + "\" (expected groups such as 2001:db8::1)";
    }
}
