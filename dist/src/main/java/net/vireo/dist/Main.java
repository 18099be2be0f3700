// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist;

import net.vireo.cli.Vireo;
import net.vireo.lab.LabCommand;
import picocli.CommandLine;

/** The {@code vireo} command: the tools, and the labs beside them. */
public final class Main {
    private Main() {}

    /** Runs one command line and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(final String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return Vireo.configure(Vireo.commandLine().addSubcommand(new LabCommand()));
    }
}
