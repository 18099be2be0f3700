// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.Optional;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;

/**
 * Reads {@code kind: Analyzer}, and who is copied to one:
 *
 * <pre>{@code
 * kind: Analyzer
 * name: probe
 * address: 192.0.2.50                # outside; port: 8099
 *                                    # or via: vm9, a port of this node; or via: compute2 with vni: 77
 * kind: Port
 * mirror: {to: probe, direction: both}      # or ingress (what the guest sends), or egress (what it gets)
 *
 * kind: SecurityGroup                # and NetworkPolicy
 * rules:
 *   - {protocol: tcp, ports: 80, mirror-to: probe}
 * }</pre>
 *
 * In place of a name an IPv4 address may stand.
 */
final class AnalyzerReader {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_VNI = (1 << 24) - 1;
    private static final String EXPECTED = "the name of an Analyzer, or its IPv4 address";
    private static final List<String> DIRECTIONS = List.of("ingress", "egress", "both");

    private AnalyzerReader() {}

    static Analyzer read(final Fields fields, final Problems problems) {
        final String name = fields.name("name");
        if (fields.has("address")) {
            if (fields.has("via")) {
                problems.add(fields.place("via"), "via is there beside address, expected one of them");
                fields.text("via", "a port or a peer");
            }
            return new Analyzer(
                    name, fields.address("address"), fields.number("port", 1, MAX_PORT, Analyzer.UDP_PORT), "", 0);
        }
        return new Analyzer(
                name,
                0,
                0,
                fields.text("via", "a port of this node or a peer; or an analyzer's address in 'address'"),
                fields.number("vni", 1, MAX_VNI, 0));
    }

    /** Who gets copies by a rule, empty for nobody. */
    static String mirrorTo(final Fields rule) {
        return rule.optionalText("mirror-to", EXPECTED).orElse("");
    }

    static Optional<PortMirror> mirror(final Fields port) {
        if (!port.has("mirror")) {
            return Optional.empty();
        }
        final Fields mirror = port.mapping("mirror", "{to: ANALYZER, direction: ingress, egress or both}");
        final String to = mirror.text("to", EXPECTED);
        final String direction = mirror.oneOf("direction", DIRECTIONS, "both");
        mirror.finish();
        return Optional.of(new PortMirror(to, !direction.equals("egress"), !direction.equals("ingress")));
    }
}
