// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.LabException;

/** Programs of one peer: started here, stopped and continued together, ended together; the kernel ends them with us. */
final class PeerProcesses {
    private static final long SIGNAL_LIMIT_MS = 2000;
    /** A JVM that is trained writes its AOT cache at its end. */
    private static final long STOP_LIMIT_MS = 40_000;

    private final List<Process> running = new ArrayList<>();

    /** Starts a program whose output goes to a file. The calling thread must outlive it. */
    Process start(final List<String> line, final Path log) {
        final List<String> bound = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        bound.addAll(line);
        final Process process = Commands.start(bound, log);
        running.add(process);
        return process;
    }

    /** Sends {@code STOP} or {@code CONT} to a process. */
    static void signal(final ProcessHandle process, final String signal) throws InterruptedException {
        final Commands.Done done =
                Commands.run(List.of("kill", "-" + signal, String.valueOf(process.pid())), SIGNAL_LIMIT_MS);
        if (!done.ok()) {
            throw new LabException("kill -" + signal + " " + process.pid() + ": "
                    + done.output().strip());
        }
    }

    /** Ends all, the last first; a stopped one too. */
    void end() {
        for (final Process process : running.reversed()) {
            try {
                Commands.run(List.of("kill", "-CONT", String.valueOf(process.pid())), SIGNAL_LIMIT_MS);
                process.destroy();
                if (!process.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (final InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        running.clear();
    }
}
