// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import java.util.BitSet;

/**
 * Reads sets of CPUs. A text is
 *
 * <ul>
 *   <li>a mask when it starts with {@code 0x}: {@code 0x154}, {@code 0x1,00000154};
 *   <li>a mask as the kernel's files have it when its groups are eight hexadecimal digits (the first may have fewer when
 *       there are several): {@code 00000154}, {@code 1,00000154}. No CPU's number has eight digits;
 *   <li>a list otherwise: {@code 2,4,6-8}; {@code ^7} and {@code ^3-5} take CPUs out again, as in Nova's settings.
 * </ul>
 *
 * Round brackets around all of it, which Contrail's options have, blanks and a line feed at the end do not matter.
 */
final class CpuSetParser {
    private static final int GROUP_DIGITS = 8;
    private static final int DIGIT_BITS = 4;
    private static final int HEX = 16;

    private final String whole;
    private final BitSet in = new BitSet();
    private final BitSet out = new BitSet();

    private CpuSetParser(final String whole) {
        this.whole = whole;
    }

    static CpuSet parse(final String text) {
        final String stripped = text.strip();
        final boolean bracketed = stripped.startsWith("(") && stripped.endsWith(")");
        final String bare =
                bracketed ? stripped.substring(1, stripped.length() - 1).strip() : stripped;
        if (bare.isEmpty()) {
            return CpuSet.EMPTY;
        }
        final CpuSetParser parser = new CpuSetParser(bare);
        if (bare.startsWith("0x") || bare.startsWith("0X")) {
            parser.mask(bare.substring(2));
        } else if (isGrouped(bare)) {
            parser.mask(bare);
        } else {
            parser.list(bare);
        }
        return new CpuSet(parser.in);
    }

    private static boolean isGrouped(final String text) {
        final String[] groups = text.split(",", -1);
        for (int i = 0; i < groups.length; i++) {
            final boolean mayBeShort = i == 0 && groups.length > 1;
            final int digits = groups[i].length();
            if (!isHex(groups[i]) || (mayBeShort ? digits > GROUP_DIGITS || digits == 0 : digits != GROUP_DIGITS)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(final String text) {
        return text.chars().allMatch(c -> Character.digit(c, HEX) >= 0);
    }

    private void mask(final String text) {
        final String[] groups = text.split(",", -1);
        for (int i = 1; i < groups.length; i++) {
            if (groups[i].length() != GROUP_DIGITS) {
                throw wrong(groups[i], "groups of a mask have " + GROUP_DIGITS + " hexadecimal digits");
            }
        }
        final String digits = String.join("", groups);
        if (digits.isEmpty()) {
            throw wrong(text, "digits are missing");
        }
        for (int i = 0; i < digits.length(); i++) {
            final int digit = Character.digit(digits.charAt(i), HEX);
            final int cpu = DIGIT_BITS * (digits.length() - 1 - i);
            if (digit < 0) {
                throw wrong(String.valueOf(digits.charAt(i)), "not a hexadecimal digit");
            }
            if (digit > 0 && cpu + DIGIT_BITS - 1 > CpuSet.MAX_CPU) {
                throw wrong(text, "CPUs are 0 to " + CpuSet.MAX_CPU);
            }
            for (int bit = 0; bit < DIGIT_BITS; bit++) {
                if ((digit >> bit & 1) != 0) {
                    in.set(cpu + bit);
                }
            }
        }
    }

    private void list(final String text) {
        for (final String part : text.split(",", -1)) {
            final String item = part.strip();
            final boolean taken = item.startsWith("^");
            range(item, taken ? item.substring(1) : item, taken ? out : in);
        }
        in.andNot(out);
    }

    private void range(final String item, final String text, final BitSet set) {
        final int dash = text.indexOf('-');
        final int first = number(item, dash < 0 ? text : text.substring(0, dash));
        final int last = dash < 0 ? first : number(item, text.substring(dash + 1));
        if (last < first) {
            throw wrong(item, "a range goes up");
        }
        set.set(first, last + 1);
    }

    private int number(final String item, final String digits) {
        final String bare = digits.strip();
        if (bare.isEmpty()) {
            throw wrong(item, "a number is missing");
        }
        int value = 0;
        for (int i = 0; i < bare.length(); i++) {
            final char c = bare.charAt(i);
            if (c < '0' || c > '9') {
                throw wrong(item, isHex(bare) ? "a mask starts with 0x" : "no CPU, range or mask, as 2,4,6-8 or 0x1d4");
            }
            value = 10 * value + c - '0';
            if (value > CpuSet.MAX_CPU) {
                throw wrong(item, "CPUs are 0 to " + CpuSet.MAX_CPU);
            }
        }
        return value;
    }

    private IllegalArgumentException wrong(final String part, final String why) {
        final String where = part.equals(whole) ? "" : " in '" + whole + "'";
        return new IllegalArgumentException("'" + part + "'" + where + ": " + why);
    }
}
