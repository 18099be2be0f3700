// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.NearMiss;

/** The ports that an agent has in its configuration, by their names and UUIDs. */
final class KnownPorts {
    private static final int UUID_LENGTH = 36;
    private static final String NAME = "name";

    private final List<Map<?, ?>> rows = new ArrayList<>();

    /** Asks the agent for them. */
    KnownPorts(final AgentClient agent) {
        if (agent.table("ports") instanceof final List<?> list) {
            list.forEach(row -> {
                if (row instanceof final Map<?, ?> port) {
                    rows.add(port);
                }
            });
        }
    }

    /**
     * The UUID of a port, known or not.
     *
     * @param text a UUID, or the name of a configured port
     * @throws CommandFailed it is neither
     */
    String uuid(final String text) {
        if (isUuid(text)) {
            return text;
        }
        return rows.stream()
                .filter(row -> text.equals(row.get(NAME)))
                .map(row -> String.valueOf(row.get("uuid")))
                .findFirst()
                .orElseThrow(() -> unknown(text));
    }

    private static boolean isUuid(final String text) {
        return text.length() == UUID_LENGTH && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '-');
    }

    private CommandFailed unknown(final String text) {
        final List<String> names =
                rows.stream().map(row -> String.valueOf(row.get(NAME))).toList();
        return new CommandFailed(
                "no port called '" + text + "' is configured"
                        + NearMiss.of(text, names)
                                .map(near -> ", did you mean '" + near + "'?")
                                .orElse(""),
                "name a port as 'vireo agent status' does, or say its UUID");
    }

    /** The port with a UUID, as its table has it. */
    Optional<Map<?, ?>> find(final String uuid) {
        for (final Map<?, ?> row : rows) {
            if (uuid.equalsIgnoreCase(String.valueOf(row.get("uuid")))) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** How a port is called; empty when none with this UUID is configured. */
    Optional<String> name(final String uuid) {
        return find(uuid).map(row -> String.valueOf(row.get(NAME)));
    }
}
