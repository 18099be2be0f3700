// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The lab as its starter sees it: a child in namespaces of its own, and the promise that nothing is left when either
 * ends. SIGTERM, SIGINT and SIGHUP become SIGTERM for the lab's first process, which prints what it has and ends; SIGKILL
 * ends everything through the kernel (see {@link Isolation}), and the janitor removes the files.
 */
public final class Outer {
    private static final long ORDERLY_END_MS = 10_000;
    private static final long SIGNAL_AGAIN_MS = 250;
    private static final long INIT_POLL_MS = 5;
    private static final long KEPT_POLL_MS = 250;

    private final LabFiles files;
    private final Isolation isolation;
    private final Claim claim;
    private final LabConsole console;

    private Outer(final LabFiles files, final Isolation isolation, final Claim claim, final LabConsole console) {
        this.files = files;
        this.isolation = isolation;
        this.claim = claim;
        this.console = console;
    }

    /**
     * Runs the lab to its end. Call it from the main thread: the kernel ends the lab with the thread that started it.
     *
     * @param launcher how this program was started
     * @param arguments of the inside
     * @param out where the address of a kept lab's web console is printed
     * @param nodes the nodes whose directories will be the lab's
     * @param later nodes that the lab may make while it stays
     * @return the exit code of the inside
     * @throws LabException when this host or this run directory cannot have a lab
     */
    public static int run(
            final LabFiles files,
            final List<String> nodes,
            final List<String> later,
            final Launcher launcher,
            final List<String> arguments,
            final PrintStream out)
            throws InterruptedException {
        final Isolation isolation = Isolation.probe();
        try (Claim claim = Claim.take(files, nodes, later)) {
            final LabConsole console = new LabConsole(files, launcher, out);
            return new Outer(files, isolation, claim, console).run(launcher.with(arguments));
        }
    }

    private int run(final List<String> program) throws InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(isolation.line(program)).inheritIO();
        builder.environment().put(RunRoot.VARIABLE, files.root().toString());
        builder.environment().put("VIREO_NO_BUILD", "1");
        final Process process;
        try {
            process = builder.start();
        } catch (final IOException e) {
            throw new LabException("cannot start the lab: " + e.getMessage(), e);
        }
        final Thread ending = new Thread(() -> end(process), "lab-end");
        Runtime.getRuntime().addShutdownHook(ending);
        publishInit(process);
        // From this thread, which must not end before the lab does.
        while (!process.waitFor(KEPT_POLL_MS, TimeUnit.MILLISECONDS)) {
            console.startWhenKept();
        }
        console.stop();
        return process.exitValue();
    }

    /** Writes the process id of unshare's child, the first process of the lab: the door for {@code vireo lab shell}. */
    private void publishInit(final Process process) throws InterruptedException {
        while (process.isAlive()) {
            final var init = process.children().findFirst();
            if (init.isPresent()) {
                final var fresh = files.lab().resolve("init.pid.new");
                try {
                    Files.writeString(fresh, init.get().pid() + "\n", StandardCharsets.US_ASCII);
                    Files.move(fresh, files.initPid(), StandardCopyOption.ATOMIC_MOVE);
                } catch (final IOException e) {
                    process.destroyForcibly();
                    throw new LabException("cannot write " + files.initPid() + ": " + e, e);
                }
                return;
            }
            Thread.sleep(INIT_POLL_MS);
        }
    }

    /** Runs when this JVM is told to end: asks, asks again (the inside may not listen yet), and in the end insists. */
    private void end(final Process process) {
        console.stop();
        try {
            for (long waitedMs = 0; waitedMs < ORDERLY_END_MS && process.isAlive(); waitedMs += SIGNAL_AGAIN_MS) {
                process.children().forEach(ProcessHandle::destroy);
                if (process.waitFor(SIGNAL_AGAIN_MS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
            process.destroyForcibly().waitFor();
        } catch (final InterruptedException e) {
            process.destroyForcibly();
        }
        claim.close();
    }
}
