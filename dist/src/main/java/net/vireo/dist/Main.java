// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist;

import java.util.Map;
import java.util.function.Supplier;
import net.vireo.cli.Vireo;
import net.vireo.lab.LabCommand;

/** The {@code vireo} command: the tools, and the labs beside them. */
public final class Main {
    private static final Map<String, Supplier<Object>> LABS = Map.of("lab", LabCommand::new);

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
        return Vireo.commandLine(arguments, LABS).execute(arguments);
    }
}
