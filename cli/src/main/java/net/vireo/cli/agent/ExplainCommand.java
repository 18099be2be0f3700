// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.JsonValue;
import net.vireo.cli.tool.Tool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo explain}: what would become of a session, by the agent's rules and routes, without sending a packet. */
@Command(
        name = "explain",
        exitCodeOnExecutionException = ExplainCommand.COULD_NOT_ASK,
        description = "Which rule would decide about a session from a port, and where it would go. No packet is sent.",
        footer = {
            "",
            "Exit codes: 0 allowed, 1 denied, 2 could not ask: no agent, no such port, wrong usage.",
            "",
            "Examples:",
            "  vireo explain --from vm1 --to 10.1.0.5 --tcp 80",
            "  vireo explain --from vm1 --to vm2 --icmp --node compute1",
            "  vireo explain --from vm1 --to 10.1.0.5 --udp 53 -o json | jq .rule"
        })
public final class ExplainCommand extends Tool {
    /** The code when nothing could be asked, in place of 1, which means denied. */
    static final int COULD_NOT_ASK = 2;

    private static final int DENIED = 1;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int MOST_PROTOCOL = 255;
    private static final int MOST_PORT = 65_535;

    @Option(names = "--from", paramLabel = "PORT", required = true, description = "name of the port that sends")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "ADDRESS|PORT",
            required = true,
            description = "an address, or the name of a port of this node")
    private String to;

    @Option(names = "--tcp", paramLabel = "PORT", description = "a TCP connection to this port")
    private Integer tcp;

    @Option(names = "--udp", paramLabel = "PORT", description = "UDP to this port")
    private Integer udp;

    @Option(names = "--icmp", description = "echo requests")
    private boolean icmp;

    @Option(names = "--protocol", paramLabel = "NUMBER", description = "another IP protocol, without ports")
    private Integer protocol;

    @Option(names = "--source", paramLabel = "ADDRESS", description = "sent from this address, not the port's first")
    private String source;

    @Option(names = "--source-port", paramLabel = "PORT", description = "sent from this port, not some high one")
    private Integer sourcePort;

    /** Made by picocli. */
    public ExplainCommand() {}

    @Override
    public Integer call() {
        atMostOne("--tcp, --udp, --icmp, --protocol", tcp != null, udp != null, icmp, protocol != null);
        if (tcp == null && udp == null && !icmp && protocol == null) {
            throw usage("what is to be sent? Say --tcp PORT, --udp PORT, --icmp or --protocol NUMBER");
        }
        inRange("--tcp", tcp, MOST_PORT);
        inRange("--udp", udp, MOST_PORT);
        inRange("--source-port", sourcePort, MOST_PORT);
        inRange("--protocol", protocol, MOST_PROTOCOL);
        final String answer = AgentClient.of(node()).question(query(), this::usage);
        final Map<?, ?> row = row(answer);
        if (output().json()) {
            final Map<String, Object> document = document();
            row.forEach((key, value) -> document.put(String.valueOf(key), value));
            output().printJson(document);
        } else {
            output().print(text(row));
        }
        return Boolean.TRUE.equals(row.get("allowed")) ? OK : DENIED;
    }

    private void inRange(final String option, final Integer value, final int most) {
        if (value != null && (value < 0 || value > most)) {
            throw usage(option + " is " + value + ", expected 0 .. " + most);
        }
    }

    private String query() {
        final StringBuilder query = new StringBuilder("/api/explain?from=").append(encoded(from));
        query.append("&to=").append(encoded(to)).append("&protocol=").append(number());
        final Integer port = tcp == null ? udp : tcp;
        if (port != null) {
            query.append("&port=").append(port);
        }
        if (source != null) {
            query.append("&source=").append(encoded(source));
        }
        if (sourcePort != null) {
            query.append("&source-port=").append(sourcePort);
        }
        return query.toString();
    }

    private int number() {
        if (icmp) {
            return to.indexOf(':') < 0 ? ICMP : ICMPV6;
        }
        return tcp != null ? TCP : udp != null ? UDP : protocol;
    }

    private static String encoded(final String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Map<?, ?> row(final String answer) {
        try {
            if (JsonValue.parse(answer) instanceof final Map<?, ?> row) {
                return row;
            }
            throw new CommandFailed("the agent's answer is no object", "");
        } catch (final JsonValue.Malformed e) {
            throw new CommandFailed("the agent's answer is " + e.getMessage(), "", e);
        }
    }

    private static String text(final Map<?, ?> row) {
        final StringBuilder out = new StringBuilder();
        out.append(row.get("from")).append(" (").append(row.get("source")).append(") to ");
        if (!String.valueOf(row.get("to")).isEmpty()) {
            out.append(row.get("to"))
                    .append(" (")
                    .append(row.get("destination"))
                    .append(')');
        } else {
            out.append(row.get("destination"));
        }
        out.append(Boolean.TRUE.equals(row.get("allowed")) ? ": allowed" : ": denied, " + row.get("reason"))
                .append('\n');
        if (row.get("steps") instanceof final List<?> steps) {
            steps.forEach(step -> out.append("  ").append(step).append('\n'));
        }
        return out.toString();
    }
}
