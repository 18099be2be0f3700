// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.util.Map;
import net.vireo.cli.Vireo;

/** The {@code vireo} command in a process of a test's own, which may be killed. */
final class VireoMain {
    private VireoMain() {}

    /** Runs one command line; the exit code is the command's. */
    public static void main(final String[] arguments) {
        final int exitCode = Vireo.commandLine(arguments, Map.of()).execute(arguments);
        if (exitCode != 0) {
            // Not when a signal has ended the command already: a second exit would wait for the first.
            System.exit(exitCode);
        }
    }
}
