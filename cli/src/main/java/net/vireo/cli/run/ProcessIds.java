// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.cli.text.Numbers;

/**
 * Finds a data plane by the process id that it has in its own process namespace: a lab has one of its own, so the id in
 * its file means another process out here. The kernel lists a process's ids, ours first, in {@code /proc/PID/status}.
 */
final class ProcessIds {
    private static final Path PROC = Path.of("/proc");
    private static final String IDS = "NSpid:";
    private static final String DATA_PLANE = "vrouter";

    private ProcessIds() {}

    /** The process's id as seen from here; 0 when it is not found or may not be looked at. */
    static int outside(final int inside) {
        if (inside == 0) {
            return 0;
        }
        if (isDataPlane(PROC.resolve(Integer.toString(inside)))) {
            return inside;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (final Path process : processes) {
                if (innermost(process) == inside && isDataPlane(process)) {
                    return Numbers.decimal(process.getFileName().toString(), Integer.MAX_VALUE);
                }
            }
        } catch (final IOException e) {
            return 0;
        }
        return 0;
    }

    private static boolean isDataPlane(final Path process) {
        try {
            final List<String> words =
                    List.of(Files.readString(process.resolve("cmdline")).split("\0", -1));
            return words.contains("run") && words.contains(DATA_PLANE);
        } catch (final IOException e) {
            return false;
        }
    }

    private static int innermost(final Path process) {
        try {
            for (final String line : Files.readAllLines(process.resolve("status"))) {
                if (line.startsWith(IDS)) {
                    return Numbers.decimal(line.substring(line.lastIndexOf('\t') + 1), Integer.MAX_VALUE);
                }
            }
        } catch (final IOException e) {
            return 0;
        }
        return 0;
    }
}
