// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.Locale;
import net.vireo.cli.text.Numbers;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;

/** Reads {@code fat-flows: [{protocol: udp, port: 53, ignore-address: source}]} of a network or a port. */
final class FatFlowReader {
    private static final String EXPECTED = "tcp, udp, sctp, icmp, icmp6 or a number up to 255";

    private FatFlowReader() {}

    static List<FatFlow> read(final Fields fields, final Problems problems) {
        return fields.list("fat-flows", "fat flow").stream()
                .map(rule -> rule(rule, problems))
                .toList();
    }

    private static FatFlow rule(final Fields fields, final Problems problems) {
        final String text = fields.text("protocol", EXPECTED);
        final int protocol = PolicyReader.PROTOCOLS.getOrDefault(text, Numbers.decimal(text, 255));
        if (protocol < 1 && !text.isEmpty()) {
            problems.add(fields.place("protocol"), "protocol is '" + text + "', expected " + EXPECTED);
        }
        final FatFlow rule = new FatFlow(
                Math.max(1, protocol),
                fields.number("port", 1, 65_535, 0),
                FatFlow.Ignore.valueOf(fields.oneOf("ignore-address", List.of("none", "source", "destination"), "none")
                        .toUpperCase(Locale.ROOT)));
        fields.finish();
        return rule;
    }
}
