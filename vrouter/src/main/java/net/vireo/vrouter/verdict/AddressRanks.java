// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import java.util.Arrays;

/**
 * Cuts the addresses of both IP versions where prefixes begin and end, and numbers the pieces: IPv4's first, IPv6's behind
 * them. All addresses of a piece are in the same prefixes, so that rules may ask for ranges of numbers. Immutable.
 */
final class AddressRanks {
    private static final long MAX_IPV4 = 0xffff_ffffL;

    /** First addresses of IPv4's pieces, rising; the first is 0. */
    private final long[] ipv4;

    /** The same for IPv6, two halves each, rising as unsigned numbers. */
    private final long[] ipv6;

    private AddressRanks(final long[] ipv4, final long[] ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /** Cuts at the ends of all prefixes of one side of the rules. */
    static AddressRanks of(final Iterable<VerdictMatch.Side> sides) {
        final LongList four = new LongList();
        final LongList six = new LongList();
        four.add(0);
        six.add(0, 0);
        for (final VerdictMatch.Side side : sides) {
            if (side.length == 0) {
                continue;
            }
            if (side.families == VerdictMatch.IPV4) {
                four.add(first4(side));
                if (last4(side) < MAX_IPV4) {
                    four.add(last4(side) + 1);
                }
            } else {
                six.add(firstHigh(side), firstLow(side));
                final long high = lastHigh(side);
                final long low = lastLow(side);
                if ((high & low) != -1) {
                    six.add(low == -1 ? high + 1 : high, low + 1);
                }
            }
        }
        return new AddressRanks(four.sortedDistinct(1), six.sortedDistinct(2));
    }

    /** How many pieces there are. */
    int count() {
        return firstOf6() + ipv6.length / 2;
    }

    /** The number of the first piece of IPv6. */
    int firstOf6() {
        return ipv4.length;
    }

    /** The piece that an address is in; an IPv4 address is in the low half. */
    int rank(final boolean isIpv6, final long high, final long low) {
        return isIpv6 ? rank6(high, low) : rank4(low);
    }

    private int rank4(final long address) {
        int first = 0;
        int end = ipv4.length;
        while (end - first > 1) {
            final int middle = first + end >>> 1;
            if (ipv4[middle] <= address) {
                first = middle;
            } else {
                end = middle;
            }
        }
        return first;
    }

    private int rank6(final long high, final long low) {
        int first = 0;
        int end = ipv6.length / 2;
        while (end - first > 1) {
            final int middle = first + end >>> 1;
            final int order = Long.compareUnsigned(ipv6[2 * middle], high);
            if (order < 0 || order == 0 && Long.compareUnsigned(ipv6[2 * middle + 1], low) <= 0) {
                first = middle;
            } else {
                end = middle;
            }
        }
        return ipv4.length + first;
    }

    /** The first piece that a rule's side asks for, given which families the rule is for. */
    int firstRank(final VerdictMatch.Side side, final int families) {
        if (side.length > 0) {
            return side.families == VerdictMatch.IPV4 ? rank4(first4(side)) : rank6(firstHigh(side), firstLow(side));
        }
        return (families & VerdictMatch.IPV4) != 0 ? 0 : firstOf6();
    }

    /** The last piece that a rule's side asks for. */
    int lastRank(final VerdictMatch.Side side, final int families) {
        if (side.length > 0) {
            return side.families == VerdictMatch.IPV4 ? rank4(last4(side)) : rank6(lastHigh(side), lastLow(side));
        }
        return (families & VerdictMatch.IPV6) != 0 ? count() - 1 : firstOf6() - 1;
    }

    private static long first4(final VerdictMatch.Side side) {
        return side.low & ~(MAX_IPV4 >>> side.length) & MAX_IPV4;
    }

    private static long last4(final VerdictMatch.Side side) {
        return side.low | MAX_IPV4 >>> side.length;
    }

    private static long firstHigh(final VerdictMatch.Side side) {
        return side.high & mask(side.length);
    }

    private static long firstLow(final VerdictMatch.Side side) {
        return side.low & mask(side.length - Long.SIZE);
    }

    private static long lastHigh(final VerdictMatch.Side side) {
        return side.high | ~mask(side.length);
    }

    private static long lastLow(final VerdictMatch.Side side) {
        return side.low | ~mask(side.length - Long.SIZE);
    }

    private static long mask(final int length) {
        return length <= 0 ? 0 : length >= Long.SIZE ? -1 : -1L << Long.SIZE - length;
    }

    /** Bytes of its arrays. */
    long bytes() {
        return (long) Long.BYTES * (ipv4.length + ipv6.length);
    }

    /** Numbers that are gathered, then sorted. */
    private static final class LongList {
        private long[] all = new long[16];
        private int count;

        private void add(final long value) {
            if (count == all.length) {
                all = Arrays.copyOf(all, 2 * count);
            }
            all[count++] = value;
        }

        private void add(final long high, final long low) {
            add(high);
            add(low);
        }

        /** @param width how many numbers belong together, 1 or 2; they are ordered as unsigned numbers */
        private long[] sortedDistinct(final int width) {
            final long[][] rows = new long[count / width][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
            }
            Arrays.sort(rows, LongList::compare);
            final LongList distinct = new LongList();
            for (int i = 0; i < rows.length; i++) {
                if (i == 0 || compare(rows[i - 1], rows[i]) != 0) {
                    for (final long number : rows[i]) {
                        distinct.add(number);
                    }
                }
            }
            return Arrays.copyOf(distinct.all, distinct.count);
        }

        private static int compare(final long[] a, final long[] b) {
            final int order = Long.compareUnsigned(a[0], b[0]);
            return order != 0 || a.length == 1 ? order : Long.compareUnsigned(a[1], b[1]);
        }
    }
}
