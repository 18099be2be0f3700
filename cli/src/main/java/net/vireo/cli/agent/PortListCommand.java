// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.JsonValue;
import net.vireo.cli.tool.Tool;
import picocli.CommandLine.Command;

/** {@code vireo port list}: the ports that were added. */
@Command(
        name = "list",
        description = "The ports that were added.",
        footer = {"", "Example:", "  vireo port list -o json"})
public final class PortListCommand extends Tool {
    private static final List<String> COLUMNS = List.of("id", "system-name", "link-state", "author", "time");

    /** Made by picocli. */
    public PortListCommand() {}

    @Override
    public Integer call() {
        final Object ports;
        try {
            ports = JsonValue.parse(AgentClient.of(node()).port("GET", "/port", ""));
        } catch (final JsonValue.Malformed e) {
            throw new CommandFailed("the agent's answer is " + e.getMessage(), "", e);
        }
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("ports", ports);
            output().printJson(document);
        } else if (ports instanceof final List<?> list && !list.isEmpty()) {
            final TextTable table = new TextTable().row(COLUMNS);
            for (final Object port : list) {
                if (port instanceof final Map<?, ?> row) {
                    table.row(COLUMNS.stream()
                            .map(column -> String.valueOf(row.get(column)))
                            .toList());
                }
            }
            output().print(table.toString());
        } else {
            output().print("no ports\n");
        }
        return OK;
    }
}
