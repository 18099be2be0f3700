// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.watch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import net.vireo.cli.tool.Terminal;

/**
 * Single key presses of a terminal. The JDK cannot switch a terminal to single keys, {@code stty} can. The old mode
 * comes back at the end, also after Ctrl-C. Without a terminal it only waits.
 */
final class Keyboard implements AutoCloseable {
    /** What {@link #await} answers when no key was pressed. */
    static final int NONE = -1;

    private static final File TERMINAL = new File("/dev/tty");
    private static final long POLL_MS = 50;
    private static final long STTY_TIMEOUT_MS = 1000;

    /** The mode to go back to; empty without a terminal. */
    private final String mode;

    private final Thread onExit;

    private Keyboard(final String mode) {
        this.mode = mode;
        this.onExit = Thread.ofPlatform().unstarted(() -> stty(mode));
    }

    static Keyboard open() {
        final boolean terminal = Terminal.isInteractive();
        final String mode = terminal ? stty("-g") : "";
        final Keyboard keyboard = new Keyboard(mode);
        if (keyboard.isTerminal()) {
            Runtime.getRuntime().addShutdownHook(keyboard.onExit);
            stty("-icanon", "-echo");
        }
        return keyboard;
    }

    boolean isTerminal() {
        return !mode.isEmpty();
    }

    /** Waits for a key. Answers {@code q} too when the thread was interrupted. */
    int await(final long timeoutMs) {
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try {
            long leftNs = endNs - System.nanoTime();
            while (leftNs > 0) {
                if (isTerminal() && System.in.available() > 0) {
                    return System.in.read();
                }
                TimeUnit.NANOSECONDS.sleep(isTerminal() ? Math.min(leftNs, POLL_MS * 1_000_000) : leftNs);
                leftNs = endNs - System.nanoTime();
            }
            return NONE;
        } catch (final IOException e) {
            return NONE;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return 'q';
        }
    }

    @Override
    public void close() {
        if (isTerminal()) {
            Runtime.getRuntime().removeShutdownHook(onExit);
            stty(mode);
        }
    }

    /** What stty printed; empty when it failed or is not there. */
    private static String stty(final String... arguments) {
        final String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            final Process process =
                    new ProcessBuilder(command).redirectInput(TERMINAL).start();
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor(STTY_TIMEOUT_MS, TimeUnit.MILLISECONDS) && process.exitValue() == 0
                    ? text.strip()
                    : "";
        } catch (final IOException e) {
            return "";
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
