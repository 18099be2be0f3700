// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.trace;

import java.util.concurrent.TimeUnit;
import net.vireo.cli.tool.Terminal;

/** One line on a terminal's error stream that says what is being waited for; silent elsewhere. */
final class Progress {
    private static final String CLEAR_LINE = "\r\033[K";

    private final boolean terminal = Terminal.isInteractive();
    private final int wanted;
    private final String where;
    private boolean shown;

    Progress(final int wanted, final String where) {
        this.wanted = wanted;
        this.where = where;
    }

    void show(final int caught, final long leftNs) {
        if (terminal) {
            System.err.print(CLEAR_LINE + "waiting for packets on " + where + ": " + caught + " of " + wanted + ", "
                    + (TimeUnit.NANOSECONDS.toSeconds(leftNs) + 1) + " s left");
            System.err.flush();
            shown = true;
        }
    }

    void clear() {
        if (shown) {
            System.err.print(CLEAR_LINE);
            System.err.flush();
            shown = false;
        }
    }
}
