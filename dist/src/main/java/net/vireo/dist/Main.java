// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist;

import java.util.Map;
import java.util.function.Supplier;
import net.vireo.cli.Vireo;
import net.vireo.dist.deck.DeckCommand;
import net.vireo.lab.LabCommand;

/** The {@code vireo} command: the tools, the labs beside them, and the deck that leads through both. */
public final class Main {
    private static final Map<String, Supplier<Object>> OTHERS =
            Map.of("lab", LabCommand::new, "deck", () -> new DeckCommand(Main::execute));

    private Main() {}

    /** Runs one command line and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(final String[] arguments) {
        final int exitCode = execute(arguments);
        if (exitCode != 0) {
            // Not for success: System.exit sets up logging first, which would cost a tool a third of its time.
            System.exit(exitCode);
        }
    }

    static int execute(final String... arguments) {
        return Vireo.commandLine(arguments, OTHERS).execute(arguments);
    }
}
