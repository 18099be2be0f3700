// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.Numbers;
import net.vireo.linux.CpuSet;

/** A machine as {@code lscpu -p} prints it: a line for each CPU, columns as the last comment names them. */
final class LscpuTopology {
    private static final int MAX_ID = 1 << 20;

    private final String file;
    private List<String> columns = List.of("cpu", "core", "socket", "node");

    private LscpuTopology(final String file) {
        this.file = file;
    }

    /** The core that a CPU is said to be on: core ids repeat from socket to socket on some machines. */
    private record Core(int node, int socket, int core) {}

    private record Line(int cpu, Core core) {}

    /**
     * @param file named in complaints
     * @throws CommandFailed when a line is not understood, with its number
     */
    static CpuTopology parse(final String file, final List<String> lines) {
        return new LscpuTopology(file).parse(lines);
    }

    private CpuTopology parse(final List<String> lines) {
        final List<Line> parsed = new ArrayList<>();
        final Map<Core, CpuSet> cores = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            final String text = lines.get(i).strip();
            if (text.startsWith("#")) {
                header(text);
            } else if (!text.isEmpty()) {
                final Line line = line(text, i + 1);
                parsed.add(line);
                cores.merge(line.core, CpuSet.of(line.cpu), CpuSet::union);
            }
        }
        if (parsed.isEmpty()) {
            throw new CommandFailed(file + " describes no CPU", "it should be what 'lscpu -p' prints");
        }
        return new CpuTopology(parsed.stream()
                .map(line -> new Cpu(line.cpu, line.core.socket, line.core.node, cores.get(line.core)))
                .toList());
    }

    /** The last comment names the columns. Others are sentences. */
    private void header(final String comment) {
        final List<String> names = Arrays.stream(comment.substring(1).split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (names.contains("cpu") && names.contains("core")) {
            columns = names;
        }
    }

    private Line line(final String text, final int number) {
        final String[] values = text.split(",", -1);
        final int cpu = value(values, "cpu", -1);
        final int core = value(values, "core", -1);
        final Core where = new Core(value(values, "node", 0), value(values, "socket", 0), core);
        if (cpu < 0 || cpu > CpuSet.MAX_CPU || core < 0 || where.node < 0 || where.socket < 0) {
            throw new CommandFailed(
                    file + ":" + number + ": '" + text + "' is no line of 'lscpu -p'",
                    "expected numbers: " + String.join(",", columns));
        }
        return new Line(cpu, where);
    }

    /** @return -1 when it is no number; {@code missing} when there is no such column or it is empty */
    private int value(final String[] values, final String column, final int missing) {
        final int at = columns.indexOf(column);
        if (at < 0 || at >= values.length || values[at].isBlank()) {
            return missing;
        }
        return Numbers.decimal(values[at].strip(), MAX_ID);
    }
}
