// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs in a guest's namespace until it is killed, as a guest's crash would. */
final class GuestProgram implements AutoCloseable {
    private final Process process;

    /** @param log where its output goes */
    GuestProgram(final GuestLink guest, final Path log, final String... command) throws IOException {
        final List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + guest.namespace()));
        words.addAll(List.of(command));
        process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Whether it runs still. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it without a last word. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
