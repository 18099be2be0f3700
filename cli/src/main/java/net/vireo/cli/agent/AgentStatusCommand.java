// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.tool.Tool;
import picocli.CommandLine.Command;

/** {@code vireo agent status}: how the agent of a node does, on one screen. */
@Command(
        name = "status",
        description = "How the agent does: its data plane, its ports, what came from guests, what is wrong.",
        footer = {
            "",
            "Exit code 1 when it has no data plane, or something is wrong.",
            "",
            "Examples:",
            "  vireo agent status",
            "  vireo agent status --node compute1 -o json | jq '.ports'"
        })
public final class AgentStatusCommand extends Tool {
    private static final int WRONG = 1;
    private static final String CONNECTED = "connected";

    /** Made by picocli. */
    public AgentStatusCommand() {}

    @Override
    public Integer call() {
        final AgentClient agent = AgentClient.of(node());
        final Object status = agent.table("status");
        final Object ports = agent.table("ports");
        final Object packets = agent.table("packets");
        final Object checks = agent.table("health-checks");
        final Object problems = agent.table("problems");
        final Object flows = flows(agent);
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("status", status);
            document.put("ports", ports);
            document.put("packets", packets);
            document.put("flows", flows);
            document.put("healthChecks", checks);
            document.put("problems", problems);
            output().printJson(document);
        } else {
            output().print(text(node().name(), status, ports, packets, checks, problems, flows));
        }
        return first(status, "dataPlane").equals(CONNECTED) && rows(problems).isEmpty() ? OK : WRONG;
    }

    /** Whoever judges flows may be waiting for a data plane: that is no reason to say nothing of the rest. */
    private static Object flows(final AgentClient agent) {
        try {
            return agent.table("flow-summary");
        } catch (final CommandFailed busy) {
            return List.of();
        }
    }

    private static String text(
            final String node,
            final Object status,
            final Object ports,
            final Object packets,
            final Object checks,
            final Object problems,
            final Object flows) {
        final StringBuilder out = new StringBuilder();
        final String configured = first(status, "node");
        out.append("agent of ").append(node.isEmpty() ? configured : node);
        if (!configured.isEmpty() && !node.isEmpty() && !configured.equals(node)) {
            out.append(" (called ").append(configured).append(" in its file)");
        }
        out.append(first(status, "dataPlane").equals(CONNECTED) ? ": data plane connected" : ": no data plane");
        out.append(", ").append(first(status, "activePorts")).append(" of ").append(first(status, "ports"));
        out.append(" ports active, ").append(first(status, "networks")).append(" networks\n");
        out.append("sent ").append(first(status, "changesSent")).append(" changes (");
        out.append(first(status, "changesRefused")).append(" refused) over ").append(first(status, "connects"));
        out.append(" connections, judged ").append(first(status, "flowsJudged")).append(" flows (");
        out.append(first(status, "flowsFailed")).append(" failed)\n");
        out.append("new flows: flow-setup ").append(first(status, "flowSetup"));
        out.append(", lcores judge those of ")
                .append(first(status, "fastPorts"))
                .append(" ports\n");
        out.append(flowText(flows)).append('\n');
        append(out, ports, List.of("name", "network", "addresses", "device", "vif", "state"));
        append(out, packets, List.of("kind", "received", "dropped", "failed", "waiting"));
        append(out, checks, List.of("check", "port", "monitor", "target", "state", "why"));
        for (final Map<?, ?> problem : rows(problems)) {
            out.append(problem.get("where"))
                    .append(": ")
                    .append(problem.get("problem"))
                    .append('\n');
        }
        return out.toString();
    }

    /** How many there are, of how many that may be, and how many were refused for a limit. */
    private static String flowText(final Object flows) {
        final StringBuilder out = new StringBuilder();
        if (rows(flows).isEmpty()) {
            return "flows: nobody answers for them at the moment\n";
        }
        out.append("flows: ").append(first(flows, "flows")).append(" known, read from ");
        out.append(first(flows, "table")).append("; ").append(first(flows, "decidedByLcores"));
        out.append(" were decided by lcores; per machine at most ").append(most(flows, "flowsPerVm"));
        out.append("; link-local ").append(first(flows, "linkLocalFlows")).append(" of ");
        out.append(most(flows, "linkLocalFlowsAllowed")).append('\n');
        rows(flows)
                .forEach(row -> row.forEach((key, count) -> {
                    if (String.valueOf(key).startsWith("refused: ")) {
                        out.append(count).append(" flows ").append(key).append('\n');
                    }
                }));
        return out.toString();
    }

    private static String most(final Object flows, final String key) {
        final String most = first(flows, key);
        return most.equals("0") ? "any number" : most;
    }

    private static void append(final StringBuilder out, final Object table, final List<String> columns) {
        if (rows(table).isEmpty()) {
            return;
        }
        final TextTable text = new TextTable().row(columns);
        for (final Map<?, ?> row : rows(table)) {
            text.row(columns.stream().map(column -> word(row.get(column))).toList());
        }
        out.append(text).append('\n');
    }

    private static String word(final Object value) {
        return value instanceof final List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    private static List<Map<?, ?>> rows(final Object table) {
        return table instanceof final List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(row -> (Map<?, ?>) row)
                        .toList()
                : List.of();
    }

    private static String first(final Object table, final String key) {
        return rows(table).stream()
                .findFirst()
                .map(row -> String.valueOf(row.get(key)))
                .orElse("");
    }
}
