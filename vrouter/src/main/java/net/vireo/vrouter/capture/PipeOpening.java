// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens a FIFO for writing without waiting for ever: to open one blocks until somebody reads it, and the control thread
 * must not hang on a client that never does.
 */
final class PipeOpening {
    private static final long TIMEOUT_MS = 1_000;

    private PipeOpening() {}

    static OutputStream forWriting(final Path fifo) throws IOException {
        final CompletableFuture<OutputStream> opened = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("pipe-opening").start(() -> {
            try {
                opened.complete(Files.newOutputStream(fifo, StandardOpenOption.WRITE));
            } catch (final IOException e) {
                opened.completeExceptionally(e);
            }
        });
        try {
            return opened.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (final TimeoutException nobodyReads) {
            release(fifo, opened);
            throw new IOException("nobody reads " + fifo, nobodyReads);
        } catch (final ExecutionException e) {
            throw new IOException(
                    "cannot write to " + fifo + ": " + e.getCause().getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            release(fifo, opened);
            throw new IOException("interrupted while opening " + fifo, e);
        }
    }

    /** Lets the waiting thread go by being, for a moment, the reader it waits for. */
    private static void release(final Path fifo, final CompletableFuture<OutputStream> opened) throws IOException {
        final InputStream reader = Files.newInputStream(fifo);
        try {
            opened.join().close();
        } catch (final CompletionException e) {
            throw new IOException("cannot write to " + fifo, e);
        } finally {
            reader.close();
        }
    }
}
