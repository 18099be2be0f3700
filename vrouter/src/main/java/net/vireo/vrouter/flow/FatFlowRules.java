// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.Arrays;

/**
 * A vif's fat flow rules: which parts of a flow's key are left out, so that many connections share one flow. Immutable;
 * built by the control thread ({@link FatFlowRulesBuilder}), read by any lcore (fact sheet vrouter-dataplane 1.7).
 *
 * <p>A rule names a protocol and a port. The port is the service's: where it is met as the source port, the destination
 * port is left out, and the other way round. The rule for a certain port goes before the one for all ports; where both
 * of a packet's ports have rules, the smaller port's goes.
 */
public final class FatFlowRules {
    /** The source port is not part of the key. */
    public static final int SOURCE_PORT = 1;
    /** The destination port is not part of the key. */
    public static final int DESTINATION_PORT = 2;
    /** The source address is not part of the key. */
    public static final int SOURCE_ADDRESS = 4;
    /** The destination address is not part of the key. */
    public static final int DESTINATION_ADDRESS = 8;

    /** A vif without rules. */
    public static final FatFlowRules NONE = new FatFlowRulesBuilder().build();

    static final int TCP = 6;
    static final int UDP = 17;
    static final int SCTP = 132;
    static final int GROUPS = 4;

    /** What two bits say of a port. */
    static final int NO_RULE = 0;

    static final int IGNORE_SOURCE = 1;
    static final int IGNORE_DESTINATION = 2;
    static final int PORTS_ONLY = 3;

    static final int RULES_PER_LONG = 32;

    private final long[][] groups;
    private final AddressPrefixes excluded;
    private final boolean empty;

    /** @param groups two bits per port for TCP, UDP, SCTP, and per protocol for the rest; null where there is no rule */
    FatFlowRules(final long[][] groups, final AddressPrefixes excluded) {
        this.groups = groups;
        this.excluded = excluded;
        boolean none = true;
        for (final long[] group : groups) {
            none &= group == null;
        }
        empty = none;
    }

    /** Rules that say the same are equal. */
    @Override
    public boolean equals(final Object other) {
        return other instanceof final FatFlowRules rules
                && Arrays.deepEquals(groups, rules.groups)
                && excluded.equals(rules.excluded);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(groups) + excluded.hashCode();
    }

    /** Whether there are no rules: nothing needs to be asked. */
    public boolean isEmpty() {
        return empty;
    }

    /**
     * What of a key is left out.
     *
     * @param toGuest whether the packet goes to the vif's guest: rules see addresses from the guest's side, so that
     *     source and destination are swapped
     * @return bits, 0 for a flow like any other
     */
    public int ignored(final int protocol, final int sourcePort, final int destinationPort, final boolean toGuest) {
        if (empty) {
            return 0;
        }
        final long[] rules = groups[group(protocol)];
        if (rules == null) {
            return 0;
        }
        return group(protocol) == GROUPS - 1
                ? addresses(rule(rules, protocol), toGuest)
                : ofPorts(rules, sourcePort & 0xffff, destinationPort & 0xffff, toGuest);
    }

    /** Whether an IPv4 address is one for which no flow is fat: ask for both of a packet's. */
    public boolean isExcluded(final int address) {
        return excluded.contains(address);
    }

    /** Whether an IPv6 address, in halves, is one for which no flow is fat: ask for both of a packet's. */
    public boolean isExcluded(final long high, final long low) {
        return excluded.contains(high, low);
    }

    private static int ofPorts(
            final long[] rules, final int sourcePort, final int destinationPort, final boolean toGuest) {
        final int source = sourcePort == 0 ? NO_RULE : rule(rules, sourcePort);
        final int destination = destinationPort == 0 ? NO_RULE : rule(rules, destinationPort);
        final boolean sourceWins = source != NO_RULE && (destination == NO_RULE || sourcePort <= destinationPort);
        if (sourceWins) {
            return DESTINATION_PORT | addresses(source, toGuest);
        }
        if (destination != NO_RULE) {
            return SOURCE_PORT | addresses(destination, toGuest);
        }
        final int all = rule(rules, 0);
        return all == NO_RULE ? 0 : SOURCE_PORT | DESTINATION_PORT | addresses(all, toGuest);
    }

    private static int addresses(final int rule, final boolean toGuest) {
        if (rule != IGNORE_SOURCE && rule != IGNORE_DESTINATION) {
            return 0;
        }
        return rule == IGNORE_SOURCE == toGuest ? DESTINATION_ADDRESS : SOURCE_ADDRESS;
    }

    private static int rule(final long[] rules, final int number) {
        return (int) (rules[number / RULES_PER_LONG] >>> number % RULES_PER_LONG * 2) & PORTS_ONLY;
    }

    static int group(final int protocol) {
        return switch (protocol) {
            case TCP -> 0;
            case UDP -> 1;
            case SCTP -> 2;
            default -> GROUPS - 1;
        };
    }
}
