// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.vireo.cli.failure.CommandFailed;

/** A named pipe that exists as long as it is open. The JDK cannot make one; {@code mkfifo} can. */
final class Fifo implements AutoCloseable {
    private static final long MKFIFO_TIMEOUT_MS = 5000;

    private final Path path;

    private Fifo(final Path path) {
        this.path = path;
    }

    /** @throws CommandFailed when it cannot be made */
    static Fifo create(final Path path) {
        try {
            final Process mkfifo = new ProcessBuilder("mkfifo", "-m", "600", path.toString())
                    .redirectErrorStream(true)
                    .start();
            final String said = new String(mkfifo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!mkfifo.waitFor(MKFIFO_TIMEOUT_MS, TimeUnit.MILLISECONDS) || mkfifo.exitValue() != 0) {
                throw new CommandFailed(
                        "cannot make a pipe: " + said.strip(), "the run directory must be writable to you");
            }
            return new Fifo(path.toAbsolutePath());
        } catch (final IOException e) {
            throw new CommandFailed("cannot make a pipe: " + e.getMessage(), "install mkfifo (coreutils)", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted", "", e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete();
    }

    /** Takes its name away; who has it open keeps it. */
    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            throw new CommandFailed("cannot remove " + path + ": " + e.getMessage(), "remove it by hand", e);
        }
    }
}
