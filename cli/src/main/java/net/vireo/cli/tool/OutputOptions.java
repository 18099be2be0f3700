// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tool;

import java.io.PrintWriter;
import java.util.List;
import net.vireo.cli.text.JsonText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command prints: for people, or as JSON; with or without names in brackets. */
public final class OutputOptions {
    /** What {@code -o} takes. */
    public enum Format {
        TEXT,
        JSON
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "output format; default: ${DEFAULT-VALUE}")
    private Format format;

    @Option(names = "--plain", description = "only what Contrail's tool prints: no names in brackets")
    private boolean plain;

    /** Made by picocli. */
    public OutputOptions() {}

    /** True when JSON is wanted. */
    public boolean json() {
        return format == Format.JSON;
    }

    /** True when nothing may be added to what Contrail's tool prints. */
    public boolean plain() {
        return plain;
    }

    /** Where results go. */
    public PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Prints a tree of maps, lists, numbers and strings as JSON. */
    public void printJson(final Object tree) {
        out().print(JsonText.pretty(tree));
        out().flush();
    }

    /** Prints text as it is. */
    public void print(final CharSequence text) {
        out().append(text);
        out().flush();
    }

    /** Prints lines on the error stream as they are: remarks, or {@code file:line:column: text} for editors. */
    public void printRemarks(final List<String> lines) {
        final PrintWriter err = command.commandLine().getErr();
        lines.forEach(err::println);
        err.flush();
    }
}
