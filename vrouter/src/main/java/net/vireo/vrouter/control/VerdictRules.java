// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.VireoVerdict;
import net.vireo.vrouter.verdict.VerdictMatch;
import net.vireo.vrouter.verdict.VerdictTable;
import net.vireo.vrouter.verdict.VerdictTableBuilder;

/** Reads rules as {@link VireoVerdict} carries them. */
final class VerdictRules {
    private static final int FAMILIES = 0;
    private static final int PROTOCOL = 1;
    private static final int SOURCE_PORTS = 2;
    private static final int DESTINATION_PORTS = 4;
    private static final int SOURCE = 6;
    private static final int DESTINATION = 12;
    private static final int VERDICT = 18;

    private static final int GROUP = 0;
    private static final int LENGTH = 1;
    private static final int ADDRESS = 2;
    private static final int ANY = -1;
    private static final long LOW_32 = 0xffff_ffffL;

    private VerdictRules() {}

    /**
     * Compiles rules, one behind another.
     *
     * @throws IllegalArgumentException a sentence that names the rule, when one cannot be meant
     */
    static VerdictTable compile(final int[] rules) {
        final VerdictTableBuilder builder = new VerdictTableBuilder();
        for (int at = 0; at < rules.length; at += VireoVerdict.RULE_INTS) {
            try {
                builder.add(match(rules, at), rules[at + VERDICT]);
            } catch (final IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "rule " + at / VireoVerdict.RULE_INTS + ": " + wrong.getMessage(), wrong);
            }
        }
        return builder.build();
    }

    private static VerdictMatch match(final int[] rules, final int at) {
        final VerdictMatch match = new VerdictMatch()
                .families(families(rules[at + FAMILIES]))
                .sourcePorts(rules[at + SOURCE_PORTS], rules[at + SOURCE_PORTS + 1])
                .destinationPorts(rules[at + DESTINATION_PORTS], rules[at + DESTINATION_PORTS + 1]);
        if (rules[at + PROTOCOL] != ANY) {
            match.protocol(rules[at + PROTOCOL]);
        }
        side(match, rules, at + SOURCE, rules[at + FAMILIES], true);
        side(match, rules, at + DESTINATION, rules[at + FAMILIES], false);
        return match;
    }

    private static int families(final int families) {
        if (families < VerdictMatch.IPV4 || families > (VerdictMatch.IPV4 | VerdictMatch.IPV6)) {
            throw new IllegalArgumentException("families are 1 (IPv4), 2 (IPv6) or 3 (both), not " + families);
        }
        return families;
    }

    private static void side(
            final VerdictMatch match, final int[] rules, final int at, final int families, final boolean ofSource) {
        final int group = rules[at + GROUP];
        final int length = rules[at + LENGTH];
        if (group != ANY && length != ANY) {
            throw new IllegalArgumentException("a side is asked for a group or for a prefix, not for both");
        }
        if (group != ANY) {
            if (ofSource) {
                match.sourceGroup(group);
            } else {
                match.destinationGroup(group);
            }
        }
        if (length == ANY) {
            return;
        }
        final long high = (long) rules[at + ADDRESS] << Integer.SIZE | rules[at + ADDRESS + 1] & LOW_32;
        final long low = (long) rules[at + ADDRESS + 2] << Integer.SIZE | rules[at + ADDRESS + 3] & LOW_32;
        switch (families) {
            case VerdictMatch.IPV4 -> {
                if (ofSource) {
                    match.source4((int) low, length);
                } else {
                    match.destination4((int) low, length);
                }
            }
            case VerdictMatch.IPV6 -> {
                if (ofSource) {
                    match.source6(high, low, length);
                } else {
                    match.destination6(high, low, length);
                }
            }
            default -> throw new IllegalArgumentException("a rule with a prefix is for the one family that it is of");
        }
    }
}
