// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts programs, each in a network namespace, each with a time limit, none with a terminal. */
public final class Commands {
    /** How long output may trickle in after the end of the program. */
    private static final long DRAIN_MS = 1000;

    private static final File NOTHING = new File("/dev/null");

    private Commands() {}

    /**
     * What a program did.
     *
     * @param exitCode its exit code; -1 when it was ended for taking too long
     * @param output what it printed, standard output and error as they came
     */
    public record Done(int exitCode, String output) {
        /** Whether it ended by itself and well. */
        public boolean ok() {
            return exitCode == 0;
        }
    }

    /** The launch line of a program inside the network namespace that {@code space} keeps alive. */
    public static List<String> inside(final Path space, final List<String> command) {
        final List<String> line = new ArrayList<>();
        line.add(Tool.NSENTER.command());
        line.add("--net=" + space);
        line.add("--");
        line.addAll(command);
        return line;
    }

    /**
     * The same for a program that sees another file than the machine's as the one that names the name servers.
     *
     * @param resolver that file; when it is not there, as {@link #inside(Path, List)}
     */
    public static List<String> inside(final Path space, final Path resolver, final List<String> command) {
        if (!Files.exists(resolver)) {
            return inside(space, command);
        }
        final List<String> line = new ArrayList<>(List.of(
                Tool.UNSHARE.command(),
                "--mount",
                "--",
                "sh",
                "-c",
                "mount --bind \"$0\" " + GuestSetup.RESOLVER + " && exec \"$@\"",
                resolver.toString()));
        line.addAll(command);
        return inside(space, line);
    }

    /**
     * Runs a program to its end.
     *
     * @param limitMs it is killed after this many milliseconds
     * @throws InterruptedException when this thread is interrupted; the program is killed first
     */
    public static Done run(final List<String> line, final long limitMs) throws InterruptedException {
        return run(line, limitMs, true);
    }

    /** Like {@link #run(List, long)}, but what the program prints as an error is left out of the output. */
    public static Done runQuietly(final List<String> line, final long limitMs) throws InterruptedException {
        return run(line, limitMs, false);
    }

    private static Done run(final List<String> line, final long limitMs, final boolean errors)
            throws InterruptedException {
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        final Process process;
        try {
            process = builder(line)
                    .redirectErrorStream(errors)
                    .redirectError(errors ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.to(NOTHING))
                    .start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final Thread reader = Thread.ofVirtual().start(() -> drain(process.getInputStream(), output));
        final int exitCode = await(process, limitMs);
        reader.join(Duration.ofMillis(DRAIN_MS));
        return new Done(exitCode, output.toString(StandardCharsets.ISO_8859_1));
    }

    private static void drain(final InputStream from, final ByteArrayOutputStream to) {
        try (from) {
            from.transferTo(to);
        } catch (final IOException e) {
            // The program was killed while it wrote: what came before is its output.
            to.writeBytes(new byte[0]);
        }
    }

    /** Starts a program that goes on by itself; what it prints is appended to a file. */
    public static Process start(final List<String> line, final Path log) {
        try {
            return builder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process without input, whose environment tells a Vireo process not to build. */
    private static ProcessBuilder builder(final List<String> line) {
        final ProcessBuilder builder = new ProcessBuilder(line).redirectInput(NOTHING);
        builder.environment().put("VIREO_NO_BUILD", "1");
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** Only a program that goes on is destroyed: of one that ended that would throw away what was not read yet. */
    private static int await(final Process process, final long limitMs) throws InterruptedException {
        try {
            if (process.waitFor(limitMs, TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
        process.destroyForcibly();
        return -1;
    }
}
