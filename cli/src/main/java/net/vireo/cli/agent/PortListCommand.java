// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.JsonValue;
import net.vireo.cli.tool.Tool;
import picocli.CommandLine.Command;

/** {@code vireo port list}: the ports that were added. */
@Command(
        name = "list",
        description = "The ports that were added, what they are called, and why one is not active.",
        footer = {"", "Example:", "  vireo port list -o json"})
public final class PortListCommand extends Tool {
    private static final List<String> COLUMNS =
            List.of("id", "name", "system-name", "link-state", "author", "time", "state");

    /** Made by picocli. */
    public PortListCommand() {}

    @Override
    public Integer call() {
        final AgentClient agent = AgentClient.of(node());
        final Object ports;
        try {
            ports = JsonValue.parse(agent.port("GET", "/port", ""));
        } catch (final JsonValue.Malformed e) {
            throw new CommandFailed("the agent's answer is " + e.getMessage(), "", e);
        }
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("ports", ports);
            output().printJson(document);
        } else if (ports instanceof final List<?> list && !list.isEmpty()) {
            output().print(table(list, new KnownPorts(agent)).toString());
        } else {
            output().print("no ports\n");
        }
        return OK;
    }

    private static TextTable table(final List<?> ports, final KnownPorts known) {
        final TextTable table = new TextTable().row(COLUMNS);
        for (final Object port : ports) {
            if (port instanceof final Map<?, ?> row) {
                final Optional<Map<?, ?>> configured = known.find(String.valueOf(row.get("id")));
                final Map<String, Object> cells = new HashMap<>();
                row.forEach((name, value) -> cells.put(String.valueOf(name), value));
                cells.put("name", configured.<Object>map(its -> its.get("name")).orElse("-"));
                cells.put(
                        "state", configured.<Object>map(its -> its.get("state")).orElse("no such port is configured"));
                table.row(COLUMNS.stream()
                        .map(column -> String.valueOf(cells.get(column)))
                        .toList());
            }
        }
        return table;
    }
}
