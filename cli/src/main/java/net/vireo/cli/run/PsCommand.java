// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.OutputOptions;
import net.vireo.vrouter.counter.CounterFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vireo ps}: the nodes of the run directory. */
@Command(
        name = "ps",
        description = "The nodes of the run directory: which run, since when, as which process.",
        footer = {
            "",
            "The run directory is $VIREO_RUN_DIR, else /run/vireo for root, else $XDG_RUNTIME_DIR/vireo,",
            "else /tmp/vireo-UID.",
            "",
            "Example:",
            "  vireo ps"
        })
public final class PsCommand implements Callable<Integer> {
    private static final int NAME_WIDTH = 20;
    private static final int STATE_WIDTH = 10;
    private static final int PID_WIDTH = 9;
    private static final int SINCE_WIDTH = 12;

    @Mixin
    private OutputOptions output;

    /** Made by picocli. */
    public PsCommand() {}

    private record NodeRow(String name, boolean runs, int pid, long startedEpochMs, String directory) {}

    @Override
    public Integer call() {
        final RunDirectory run = RunDirectory.ofEnvironment();
        final List<NodeRow> rows = run.all().stream().map(PsCommand::row).toList();
        if (output.json()) {
            final Map<String, Object> document = new LinkedHashMap<>();
            document.put("runDirectory", run.root());
            document.put("nodes", rows.stream().map(PsCommand::tree).toList());
            output.printJson(document);
        } else {
            output.print(text(run, rows));
        }
        return 0;
    }

    private static NodeRow row(final NodeDirectory node) {
        final boolean runs = node.answers();
        final int pid = runs ? ProcessIds.outside(node.pid()) : 0;
        return new NodeRow(
                node.name(), runs, pid, runs ? started(node) : 0, node.path().toString());
    }

    private static long started(final NodeDirectory node) {
        try {
            return CounterFile.open(node.counters()).startedEpochMs();
        } catch (final IOException e) {
            return 0;
        }
    }

    private static CharSequence text(final RunDirectory run, final List<NodeRow> rows) {
        if (rows.isEmpty()) {
            return "no nodes in " + run.root() + "\n";
        }
        final StringBuilder out = new StringBuilder();
        line(out, "NODE", "STATE", "PID", "UP", "DIRECTORY");
        final Instant now = Instant.now();
        for (final NodeRow row : rows) {
            line(
                    out,
                    row.name(),
                    row.runs() ? "running" : "stopped",
                    row.pid() == 0 ? "-" : Integer.toString(row.pid()),
                    row.startedEpochMs() == 0 ? "-" : upTime(Instant.ofEpochMilli(row.startedEpochMs()), now),
                    row.directory());
        }
        return out;
    }

    private static void line(
            final StringBuilder out,
            final String name,
            final String state,
            final String pid,
            final String since,
            final String directory) {
        out.append(Pad.right(name, NAME_WIDTH))
                .append(Pad.right(state, STATE_WIDTH))
                .append(Pad.right(pid, PID_WIDTH))
                .append(Pad.right(since, SINCE_WIDTH))
                .append(directory)
                .append('\n');
    }

    private static String upTime(final Instant started, final Instant now) {
        final Duration up = Duration.between(started, now);
        final List<String> parts = new ArrayList<>();
        if (up.toHours() > 0) {
            parts.add(up.toHours() + "h");
        }
        if (up.toMinutes() > 0) {
            parts.add(up.toMinutesPart() + "m");
        }
        parts.add(Math.max(0, up.toSecondsPart()) + "s");
        return String.join("", parts);
    }

    private static Map<String, Object> tree(final NodeRow row) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", row.name());
        tree.put("running", row.runs());
        tree.put("pid", row.pid() == 0 ? null : Integer.valueOf(row.pid()));
        tree.put("startedEpochMs", row.startedEpochMs() == 0 ? null : Long.valueOf(row.startedEpochMs()));
        tree.put("directory", row.directory());
        return tree;
    }
}
