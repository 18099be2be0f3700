// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.StringJoiner;
import net.vireo.cli.text.Numbers;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;
import net.vireo.cli.yaml.Yaml;
import net.vireo.vrouter.flow.AgingPolicy;
import net.vireo.vrouter.flow.AgingWords;

/**
 * Reads how long flows may be idle: a number of seconds, or a mapping from kinds of flows to seconds, with {@code services}
 * for single ports (as Contrail's list of protocols and ports has it). The words are those of the data plane's knob.
 */
final class FlowAgeingReader {
    private static final String KEY = "flow-ageing";
    private static final List<String> KINDS = List.of("tcp", "opening", "udp", "icmp", "other");
    private static final String EXPECTED = "seconds, or {tcp: SECONDS, udp: SECONDS, services: [..]}";

    private final Problems problems;

    FlowAgeingReader(final Problems problems) {
        this.problems = problems;
    }

    /** @return empty when nothing is said */
    String read(final Fields fields) {
        if (!fields.has(KEY)) {
            return "";
        }
        if (fields.place(KEY) instanceof Yaml.Scalar) {
            final int seconds = fields.number(KEY, 1, AgingWords.MOST_SECONDS);
            return "udp=" + seconds + " other=" + seconds;
        }
        final StringJoiner words = new StringJoiner(" ");
        final Fields times = fields.mapping(KEY, EXPECTED);
        for (final String kind : KINDS) {
            if (times.has(kind)) {
                words.add(kind + "=" + times.number(kind, 1, AgingWords.MOST_SECONDS));
            }
        }
        final List<Fields> services = times.list("services", "service");
        if (services.size() > AgingPolicy.MOST_SERVICES) {
            problems.add(
                    times.place("services"),
                    "services are " + services.size() + ", expected at most " + AgingPolicy.MOST_SERVICES);
        }
        services.forEach(service -> words.add(service(service)));
        times.finish();
        return words.toString();
    }

    private String service(final Fields fields) {
        final String expected = "tcp, udp, icmp, icmp6, sctp or a number up to 255";
        final String text = fields.text("protocol", expected);
        final int protocol = PolicyReader.PROTOCOLS.getOrDefault(text, Numbers.decimal(text, 255));
        if (protocol < 0 && !text.isEmpty()) {
            problems.add(fields.place("protocol"), "protocol is '" + text + "', expected " + expected);
        }
        final int port = fields.number("port", 1, 65_535, 0);
        final int seconds = fields.number("seconds", 1, AgingWords.MOST_SECONDS);
        fields.finish();
        return Math.max(0, protocol) + "/" + port + "=" + seconds;
    }
}
