// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A shell that waits on a pipe for the end of the outer process. When the end comes without the word "done" (kill -9
 * leaves no time for it), it waits until the lab's first process is gone too and removes the lab's files, those
 * of the lock in one step, so that a lab that starts meanwhile keeps its own.
 */
final class Janitor {
    private static final long DISMISS_LIMIT_MS = 2000;

    /** Arguments: the file with the first process's id, the lab's directory, the run directory, the nodes' directories. */
    private static final String SCRIPT = """
            read -r word
            [ "$word" = done ] && exit 0
            pidfile=$1 lab=$2 root=$3
            shift 3
            pid=$(cat "$pidfile" 2> /dev/null)
            tries=0
            while [ -n "$pid" ] && kill -0 "$pid" 2> /dev/null && [ $tries -lt 100 ]; do
              sleep 0.05
              tries=$((tries + 1))
            done
            rm -rf -- "$@"
            rm -f -- "$root/shelf"
            rmdir -- "$root/nodes" 2> /dev/null
            mv -- "$lab" "$lab.$$" && rm -rf -- "$lab.$$"
            rmdir -- "$root" 2> /dev/null
            exit 0
            """;

    private final Process process;

    private Janitor(final Process process) {
        this.process = process;
    }

    static Janitor start(final LabFiles files, final List<String> nodes) throws IOException {
        final List<String> line = new ArrayList<>(List.of(Tool.SETSID.command(), "sh", "-c", SCRIPT, "vireo-janitor"));
        line.add(files.initPid().toString());
        line.add(files.lab().toString());
        line.add(files.root().toString());
        nodes.forEach(node -> line.add(files.node(node).toString()));
        return new Janitor(new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** Tells it that the files are taken care of, and waits for its end. */
    void dismiss() throws IOException {
        try (var input = process.getOutputStream()) {
            input.write("done\n".getBytes(StandardCharsets.US_ASCII));
        }
        try {
            if (!process.waitFor(DISMISS_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
