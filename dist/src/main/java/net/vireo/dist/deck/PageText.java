// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist.deck;

/** One page for people. */
final class PageText {
    private static final String KEPT = "   while another terminal has: vireo lab --quick --keep";

    private PageText() {}

    private static boolean inKeptLab(final Page page) {
        return page.scenario().startsWith("lab scene ") || page.scenario().startsWith("lab fault ");
    }

    /** Its status and test, what to look at and where, and what would run. */
    static String of(final Page page) {
        final StringBuilder text = new StringBuilder("Page ")
                .append(page.number())
                .append(": ")
                .append(page.title())
                .append("\nStatus: ")
                .append(page.status())
                .append(page.test().isEmpty() ? "" : ", shown by " + page.test())
                .append('\n');
        if (!page.look().isEmpty()) {
            text.append("Look at: ").append(page.look()).append('\n');
        }
        if (page.isInConsole()) {
            text.append("Screen: ")
                    .append(page.screen())
                    .append("   behind the console's address; a kept lab prints it\n");
        } else if (!page.screen().isEmpty()) {
            text.append("Screen: ").append(page.screenText()).append('\n');
        }
        return text.append(
                        page.scenario().isEmpty()
                                ? "There is nothing to run for it yet."
                                : "$ vireo " + page.scenario() + (inKeptLab(page) ? KEPT : ""))
                .append('\n')
                .toString();
    }
}
