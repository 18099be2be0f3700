// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.Random;
import net.vireo.packet.IpProtocol;
import net.vireo.vrouter.table.Verdicts;
import net.vireo.vrouter.verdict.VerdictKey;
import net.vireo.vrouter.verdict.VerdictMatch;
import net.vireo.vrouter.verdict.VerdictTable;
import net.vireo.vrouter.verdict.VerdictTableBuilder;

/**
 * Rules as people write them: one network, group or host, one protocol, one service or a range of ports, and behind all of
 * them one that passes. Seeded: each run has the same.
 */
final class FlowRules {
    private static final int KINDS = 4;
    private static final int GROUPS = 64;
    private static final int PRIVATE = 0x0a00_0000;
    private static final int PORTS = 1 << 16;
    private static final int WIDEST = 100;

    private FlowRules() {}

    /** So many rules, the last of which passes everything. */
    static VerdictTable table(final int rules) {
        final Random random = new Random(7);
        final VerdictTableBuilder builder = new VerdictTableBuilder();
        for (int rule = 0; rule < rules - 1; rule++) {
            builder.add(match(random), Verdicts.verdict(rule % 2 == 0 ? Verdicts.PASS : Verdicts.DENY, rule + 1));
        }
        builder.add(new VerdictMatch(), Verdicts.verdict(Verdicts.PASS, rules));
        return builder.build();
    }

    private static VerdictMatch match(final Random random) {
        final VerdictMatch match = new VerdictMatch()
                .families(VerdictMatch.IPV4)
                .protocol(random.nextBoolean() ? IpProtocol.TCP : IpProtocol.UDP);
        final int low = random.nextInt(PORTS - WIDEST);
        match.destinationPorts(low, low + (random.nextBoolean() ? 0 : random.nextInt(WIDEST)));
        return switch (random.nextInt(KINDS)) {
            case 0 -> match.destination4(PRIVATE | random.nextInt(1 << 24), 24);
            case 1 -> match.destination4(PRIVATE | random.nextInt(1 << 24), 32);
            case 2 -> match.destinationGroup(random.nextInt(GROUPS));
            default -> match.source4(PRIVATE | random.nextInt(1 << 24), 16);
        };
    }

    /** A packet that may meet any of the rules: written into a key. */
    static void packet(final Random random, final VerdictKey key) {
        key.ipv4(
                PRIVATE | random.nextInt(1 << 24),
                PRIVATE | random.nextInt(1 << 24),
                random.nextBoolean() ? IpProtocol.TCP : IpProtocol.UDP,
                random.nextInt(PORTS),
                random.nextInt(PORTS));
        key.clearGroups();
        key.addDestinationGroup(random.nextInt(GROUPS));
    }
}
