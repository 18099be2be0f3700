// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What happens between two steps: somebody presses Enter, or time passes, or nothing.
 *
 * @param paceMs milliseconds, 0 for none; -1 for Enter
 */
record Pacing(long paceMs) {
    static final Pacing ENTER = new Pacing(-1);

    /** Whether somebody can press Enter: what is read from is a terminal. */
    static boolean someoneIsThere() {
        try {
            final String input =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty");
        } catch (final IOException e) {
            return false;
        }
    }

    void pause(final PrintStream out) throws InterruptedException {
        if (paceMs > 0) {
            Thread.sleep(paceMs);
        } else if (paceMs < 0) {
            out.print("    [Enter] for the next step ");
            out.flush();
            try {
                int read = System.in.read();
                while (read >= 0 && read != '\n') {
                    read = System.in.read();
                }
            } catch (final IOException gone) {
                out.println();
            }
        }
    }
}
