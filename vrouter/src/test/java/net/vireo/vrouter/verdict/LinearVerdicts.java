// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The same answers as a {@link VerdictTable}'s, the slow and plain way: rule by rule, with whole numbers. */
final class LinearVerdicts {
    private final List<VerdictMatch> matches = new ArrayList<>();

    void add(final VerdictMatch match) {
        matches.add(match);
    }

    int find(final VerdictKey key) {
        for (int rule = 0; rule < matches.size(); rule++) {
            if (holds(matches.get(rule), key)) {
                return rule;
            }
        }
        return VerdictTable.NONE;
    }

    private static boolean holds(final VerdictMatch match, final VerdictKey key) {
        final int family = key.ipv6 ? VerdictMatch.IPV6 : VerdictMatch.IPV4;
        return (match.families & family) != 0
                && holds(match.source, key.ipv6, key.sourceHigh, key.sourceLow, key.sourceGroups, key.sourceGroupCount)
                && holds(
                        match.destination,
                        key.ipv6,
                        key.destinationHigh,
                        key.destinationLow,
                        key.destinationGroups,
                        key.destinationGroupCount)
                && within(key.point[VerdictKey.PROTOCOL], match.lowProtocol, match.highProtocol)
                && within(key.point[VerdictKey.SOURCE_PORT], match.lowSourcePort, match.highSourcePort)
                && within(key.point[VerdictKey.DESTINATION_PORT], match.lowDestinationPort, match.highDestinationPort);
    }

    private static boolean holds(
            final VerdictMatch.Side side,
            final boolean ipv6,
            final long high,
            final long low,
            final int[] groups,
            final int count) {
        if (side.group != VerdictMatch.NO_GROUP) {
            for (int i = 0; i < count; i++) {
                if (groups[i] == side.group) {
                    return true;
                }
            }
            return false;
        }
        if ((side.families & (ipv6 ? VerdictMatch.IPV6 : VerdictMatch.IPV4)) == 0) {
            return false;
        }
        final int bits = ipv6 ? 128 : 32;
        return number(high, low)
                .shiftRight(bits - side.length)
                .equals(number(side.high, side.low).shiftRight(bits - side.length));
    }

    private static BigInteger number(final long high, final long low) {
        return new BigInteger(Long.toUnsignedString(high))
                .shiftLeft(Long.SIZE)
                .add(new BigInteger(Long.toUnsignedString(low)));
    }

    private static boolean within(final int value, final int low, final int high) {
        return value >= low && value <= high;
    }
}
