// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.NearMiss;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VrouterException;
import net.vireo.sandesh.VrouterRefusal;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures are told: on the error stream, the cause first, then what to do about it. Never a stack trace. */
final class Failures {
    private static final String MEND_INDENT = "       ";

    private Failures() {}

    /** Wrong usage: exit code 2. */
    static int usage(final ParameterException failure, final String[] arguments) {
        final CommandLine command = failure.getCommandLine();
        final PrintWriter err = command.getErr();
        final String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + failure.getMessage());
        nearMiss(failure, command)
                .ifPresentOrElse(
                        near -> err.println(MEND_INDENT + "did you mean '" + near + "'? See '" + name + " --help'"),
                        () -> err.println(MEND_INDENT + "see '" + name + " --help'"));
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The option or command that was probably meant. */
    private static Optional<String> nearMiss(final ParameterException failure, final CommandLine command) {
        if (!(failure instanceof final UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return Optional.empty();
        }
        final List<String> known = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        return NearMiss.of(unmatched.getUnmatched().getFirst(), known);
    }

    /** The command failed: exit code 1. */
    static int execution(final Exception failure, final CommandLine command, final ParseResult parsed) {
        if (failure instanceof final ParameterException wrong) {
            return usage(wrong, new String[0]);
        }
        final PrintWriter err = command.getErr();
        switch (failure) {
            case final CommandFailed failed -> tell(err, "vireo: " + failed.getMessage(), failed.mend());
            case final VrouterRefusal refusal -> refused(err, refusal);
            case final VrouterException broken -> tell(err, "vireo: " + broken.getMessage(), broken.mend());
            default ->
                tell(
                        err,
                        "vireo: " + failure + " at " + place(failure),
                        "this is a bug in vireo: please report it with the command and this line");
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** The line that Contrail's tools print, then ours. */
    private static void refused(final PrintWriter err, final VrouterRefusal refusal) {
        final ResponseError error = refusal.error();
        if (error != null) {
            err.println("vRouter(Response): " + error.text() + " (" + error.errno() + ")");
        }
        tell(err, "vireo: " + refusal.getMessage(), refusal.mend());
    }

    private static void tell(final PrintWriter err, final String cause, final String mend) {
        err.println(cause);
        if (!mend.isEmpty()) {
            mend.lines().forEach(line -> err.println(MEND_INDENT + line));
        }
    }

    private static String place(final Exception failure) {
        final StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }
}
