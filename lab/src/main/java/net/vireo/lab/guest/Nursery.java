// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts programs that the kernel ends together with this process, however that one ends. The kernel's promise is bound
 * to the thread that started the program, so one thread starts all of them and lives as long as the process.
 */
final class Nursery {
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("nursery").factory());

    private Nursery() {}

    /** Starts a program; all its streams are pipes to us. */
    static Process start(final List<String> command) throws InterruptedException {
        final List<String> line =
                new ArrayList<>(List.of(GuestTool.SETPRIV.file().toString(), "--pdeathsig", "KILL", "--"));
        line.addAll(command);
        final ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("LC_ALL", "C");
        try {
            return THREAD.submit(builder::start).get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof final IOException cause) {
                throw new UncheckedIOException("cannot start " + command, cause);
            }
            throw new IllegalStateException("cannot start " + command, e.getCause());
        }
    }
}
