// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tool;

/** Whether a person sits in front of it. */
public final class Terminal {
    private Terminal() {}

    /** True when both standard input and output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // on JDK 25 it is null again when a stream is redirected
    public static boolean isInteractive() {
        return System.console() != null && System.console().isTerminal();
    }
}
