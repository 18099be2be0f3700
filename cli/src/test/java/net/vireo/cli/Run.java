// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One run of a command line.
 *
 * @param exitCode 0 done, 1 failed, 2 wrong usage
 */
public record Run(int exitCode, String out, String err) {
    /** Runs {@code vireo} with these arguments in this process. */
    public static Run of(final String... arguments) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final CommandLine vireo = Vireo.commandLine();
        vireo.setOut(new PrintWriter(out));
        vireo.setErr(new PrintWriter(err));
        final int exitCode = vireo.execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
