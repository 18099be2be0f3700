// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.io.PrintStream;
import java.util.Locale;

/** Tells what the lab does, a line per step, each with the time since the start. */
final class Progress {
    private final PrintStream out;
    private final long startNs;

    Progress(final PrintStream out, final long startNs) {
        this.out = out;
        this.startNs = startNs;
    }

    /** A step and what came of it. */
    void step(final String step, final String result) {
        out.println(String.format(Locale.ROOT, "%7.2f s  %-12s %s", seconds(), step, result));
        out.flush();
    }

    /** A line under the last step. */
    void hint(final String text) {
        out.println(" ".repeat(24) + text);
        out.flush();
    }

    /** Seconds since the start. */
    double seconds() {
        return (System.nanoTime() - startNs) / 1e9;
    }
}
