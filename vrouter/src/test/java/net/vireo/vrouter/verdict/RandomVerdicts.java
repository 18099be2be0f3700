// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rules and packets by chance, of a few habits; packets are often made to meet a rule, or to miss it narrowly. */
final class RandomVerdicts {
    /** How rules are written. */
    enum Habit {
        /** Any range and any prefix. */
        WILD,
        /** As people write them: subnets and hosts, services, a few ranges. */
        TIDY,
        /** Groups more often than prefixes. */
        GROUPED,
        /** From a handful of values, so that rules hide, meet and touch each other. */
        CROWDED
    }

    private static final int[] SERVICES = {22, 53, 80, 123, 443, 3306, 5432, 6379, 8080, 9092};
    private static final int[] PROTOCOLS = {1, 6, 17, 58, 132};

    private final Random random;
    private final Habit habit;
    private final List<VerdictMatch> rules = new ArrayList<>();

    RandomVerdicts(final Random random, final Habit habit) {
        this.random = random;
        this.habit = habit;
    }

    VerdictMatch rule() {
        final VerdictMatch match = new VerdictMatch();
        if (random.nextInt(8) == 0) {
            match.families(random.nextInt(4));
        }
        final boolean ipv6 = random.nextInt(4) == 0;
        if (random.nextInt(3) > 0) {
            side(match, true, ipv6);
        }
        if (random.nextInt(3) > 0) {
            side(match, false, ipv6 ^ random.nextInt(20) == 0);
        }
        if (random.nextInt(4) > 0) {
            match.protocol(habit == Habit.WILD ? random.nextInt(256) : PROTOCOLS[random.nextInt(PROTOCOLS.length)]);
        }
        if (random.nextInt(habit == Habit.WILD ? 2 : 8) == 0) {
            final int[] ports = ports();
            match.sourcePorts(ports[0], ports[1]);
        }
        if (random.nextInt(4) > 0) {
            final int[] ports = ports();
            match.destinationPorts(ports[0], ports[1]);
        }
        rules.add(match);
        return match;
    }

    private void side(final VerdictMatch match, final boolean source, final boolean ipv6) {
        if (random.nextInt(4) < (habit == Habit.GROUPED ? 3 : 1)) {
            final int group = group();
            if (source) {
                match.sourceGroup(group);
            } else {
                match.destinationGroup(group);
            }
            return;
        }
        final long high = high();
        final long low = low();
        if (ipv6) {
            final int length = length(128);
            if (source) {
                match.source6(high, low, length);
            } else {
                match.destination6(high, low, length);
            }
        } else {
            final int length = length(32);
            if (source) {
                match.source4((int) low, length);
            } else {
                match.destination4((int) low, length);
            }
        }
    }

    private int length(final int bits) {
        return switch (habit) {
            case WILD, CROWDED -> random.nextInt(bits + 1);
            case TIDY, GROUPED -> random.nextBoolean() ? bits : bits == 32 ? 24 - 8 * random.nextInt(3) : 64;
        };
    }

    private long high() {
        return habit == Habit.WILD ? random.nextLong() : 0x2001_0db8_0000_0000L | random.nextInt(64);
    }

    private long low() {
        return switch (habit) {
            case WILD -> random.nextLong();
            case CROWDED -> edge();
            case TIDY, GROUPED -> 0x0a00_0000L | random.nextInt(1 << 20);
        };
    }

    /** Where arithmetic goes wrong. */
    private long edge() {
        final long[] edges = {0, 1, -1, 0xffff_ffffL, 0x8000_0000L, 0x7fff_ffffL, Long.MIN_VALUE, Long.MAX_VALUE};
        return edges[random.nextInt(edges.length)] + random.nextInt(3) - 1;
    }

    private int group() {
        return random.nextInt(habit == Habit.CROWDED ? 3 : 40);
    }

    private int[] ports() {
        if (habit == Habit.WILD) {
            final int a = random.nextInt(1 << 16);
            final int b = random.nextInt(1 << 16);
            return new int[] {Math.min(a, b), Math.max(a, b)};
        }
        if (habit == Habit.CROWDED) {
            final int low = random.nextInt(6);
            return random.nextBoolean() ? new int[] {low, low + random.nextInt(4)} : new int[] {65535 - low, 65535};
        }
        final int service = random.nextInt(10) == 0 ? 30_000 : SERVICES[random.nextInt(SERVICES.length)];
        return new int[] {service, service == 30_000 ? 32_767 : service};
    }

    /** Fills a key. */
    void packet(final VerdictKey key) {
        final VerdictMatch near = rules.isEmpty() || random.nextInt(5) == 0
                ? new VerdictMatch()
                : rules.get(random.nextInt(rules.size()));
        final boolean ipv6 = near.possibleFamilies() == VerdictMatch.IPV6 || random.nextInt(8) == 0;
        final int protocol = meet(near.lowProtocol, near.highProtocol, 255);
        final int sourcePort = meet(near.lowSourcePort, near.highSourcePort, 65535);
        final int destinationPort = meet(near.lowDestinationPort, near.highDestinationPort, 65535);
        if (ipv6) {
            final long[] from = address6(near.source);
            final long[] to = address6(near.destination);
            key.ipv6(from[0], from[1], to[0], to[1], protocol, sourcePort, destinationPort);
        } else {
            key.ipv4(address4(near.source), address4(near.destination), protocol, sourcePort, destinationPort);
        }
        key.clearGroups();
        for (int i = random.nextInt(4); i > 0; i--) {
            key.addSourceGroup(near.source.group >= 0 && random.nextBoolean() ? near.source.group : group());
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            key.addDestinationGroup(
                    near.destination.group >= 0 && random.nextBoolean() ? near.destination.group : group());
        }
    }

    private int meet(final int low, final int high, final int most) {
        final int value = low == high ? low : low + random.nextInt(high - low + 1);
        return switch (random.nextInt(8)) {
            case 0 -> Math.max(low - 1, 0);
            case 1 -> Math.min(high + 1, most);
            case 2 -> high;
            default -> value;
        };
    }

    private int address4(final VerdictMatch.Side side) {
        if (side.length == 0 || side.families != VerdictMatch.IPV4) {
            return (int) low();
        }
        final int hostBits = 32 - side.length;
        final int first = (int) (side.low >>> hostBits << hostBits);
        final int offset = hostBits == 0 ? 0 : random.nextInt() >>> side.length;
        return first + offset + nudge();
    }

    private long[] address6(final VerdictMatch.Side side) {
        if (side.length == 0 || side.families != VerdictMatch.IPV6) {
            return new long[] {high(), low()};
        }
        final long highMask = side.length >= 64 ? -1 : -1L << 64 - side.length;
        final long lowMask = side.length <= 64 ? 0 : -1L << 128 - side.length;
        final long keptHigh = side.high & highMask | random.nextLong() & ~highMask;
        final long keptLow = side.low & lowMask | random.nextLong() & ~lowMask;
        return random.nextInt(4) == 0
                ? new long[] {keptHigh + nudge(), keptLow}
                : new long[] {keptHigh, keptLow + nudge()};
    }

    private int nudge() {
        return random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0;
    }
}
