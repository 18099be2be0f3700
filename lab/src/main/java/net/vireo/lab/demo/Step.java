// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

/**
 * A step of the demonstration.
 *
 * @param title its headline
 * @param text one or two sentences about what is to be seen
 * @param page the state of the console's page to look at, as behind its {@code #}
 * @param play does it
 */
record Step(String title, String text, String page, Play play) {
    /** Runs commands and makes claims. */
    @FunctionalInterface
    interface Play {
        void on(Stagehand stage) throws InterruptedException;
    }
}
