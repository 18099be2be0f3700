// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.vireo.lab.host.LabException;

/**
 * A program that is talked to over its standard input and output. What it says is kept, so that an error can show it; so
 * is its standard error, apart, for messages of other threads may come there in the middle of an answer. Used by one
 * thread at a time, besides its own readers.
 */
final class Dialogue {
    /** Most that is kept of what was read already, in characters. */
    private static final int KEPT = 1 << 16;

    /** Most that waits to be read: a program that says more without being asked has lost its mind. */
    private static final int WAITING_MOST = 1 << 24;

    private static final int SHOWN = 3000;
    private static final long KILL_LIMIT_MS = 5000;

    private final String name;
    private final Process process;
    private final StringBuilder said = new StringBuilder();
    private final StringBuilder errors = new StringBuilder();
    private final CountDownLatch errorsHeard = new CountDownLatch(1);
    private int position;
    private boolean silent;

    private Dialogue(final String name, final Process process) {
        this.name = name;
        this.process = process;
    }

    /** @param name for messages, such as {@code testpmd a} */
    static Dialogue start(final String name, final List<String> command) throws InterruptedException {
        final Dialogue dialogue = new Dialogue(name, Nursery.start(command));
        Thread.ofPlatform().daemon().name("hears " + name).start(dialogue::listen);
        Thread.ofPlatform().daemon().name("hears errors of " + name).start(dialogue::listenToErrors);
        return dialogue;
    }

    /** The operating system's process. */
    Process process() {
        return process;
    }

    /** Says something to it. */
    void say(final String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (final IOException e) {
            throw ended(e);
        }
    }

    /** Says something to it if it still listens. */
    void quietly(final String text) {
        try {
            say(text);
        } catch (final LabException e) {
            // It ended meanwhile, which is what the last words are for.
            forget();
        }
    }

    /**
     * Waits until it has said a text.
     *
     * @return what it said before that, since the last text that was waited for
     * @throws LabException when it ended before, or the time is up; with the end of what it said
     */
    String await(final String text, final long limitMs) throws InterruptedException {
        final String before = before(text, limitMs);
        if (before == null) {
            throw ended(null);
        }
        return before;
    }

    /** @return what it said before the text, or null when it ended without saying that */
    private synchronized String before(final String text, final long limitMs) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        int from = position;
        while (true) {
            final int at = said.indexOf(text, from);
            if (at >= 0) {
                final String before = said.substring(position, at);
                position = at + text.length();
                forget();
                return before;
            }
            if (silent) {
                return null;
            }
            final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new LabException(
                        name + " did not say \"" + text.strip() + "\" within " + limitMs + " ms:\n" + tail());
            }
            from = Math.max(position, said.length() - text.length() + 1);
            wait(leftMs);
        }
    }

    /** The end of what it said, and of its errors. */
    synchronized String tail() {
        return (end(said) + "\n" + end(errors)).strip();
    }

    private static String end(final StringBuilder text) {
        return text.substring(Math.max(0, text.length() - SHOWN)).strip();
    }

    /** Waits for its end, and kills it when that takes longer. */
    void end(final long limitMs) {
        try {
            if (process.waitFor(limitMs, TimeUnit.MILLISECONDS)) {
                return;
            }
            kill();
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it at once (SIGKILL) and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(KILL_LIMIT_MS, TimeUnit.MILLISECONDS)) {
            throw new LabException(name + " (process " + process.pid() + ") outlives SIGKILL");
        }
    }

    private LabException ended(final IOException cause) {
        final String how;
        try {
            errorsHeard.await(1, TimeUnit.SECONDS);
            how = process.waitFor(1, TimeUnit.SECONDS)
                    ? " ended with exit code " + process.exitValue()
                    : " closed its output";
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LabException(name + " ended", e);
        }
        return new LabException(name + how + ":\n" + tail(), cause);
    }

    private void listen() {
        read(process.getInputStream(), this::add);
        synchronized (this) {
            silent = true;
            notifyAll();
        }
    }

    private void listenToErrors() {
        read(process.getErrorStream(), this::addError);
        errorsHeard.countDown();
    }

    private static void read(final InputStream stream, final Consumer<String> to) {
        final char[] part = new char[8192];
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.ISO_8859_1)) {
            for (int length = reader.read(part); length >= 0; length = reader.read(part)) {
                to.accept(new String(part, 0, length));
            }
        } catch (final IOException e) {
            to.accept(""); // It was killed while it spoke: what came before is what it said.
        }
    }

    private synchronized void add(final String part) {
        said.append(part);
        if (said.length() - position > WAITING_MOST) {
            process.destroyForcibly();
        }
        notifyAll();
    }

    private synchronized void addError(final String part) {
        errors.append(part);
        if (errors.length() > 2 * KEPT) {
            errors.delete(0, errors.length() - KEPT);
        }
    }

    private synchronized void forget() {
        if (position > 2 * KEPT) {
            said.delete(0, position - KEPT);
            position = KEPT;
        }
    }
}
