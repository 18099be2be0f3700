// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist.deck;

/**
 * One page of the deck.
 *
 * @param number its page in the deck, from 1
 * @param kind what it is about: {@code mapping}, {@code virtio} ..
 * @param status {@code done}, {@code partial}, {@code not yet} or {@code document only}
 * @param test the class that shows it, empty when there is none
 * @param scenario a {@code vireo} command line without the {@code vireo}, empty when nothing can be run
 * @param look what to look at, empty when there is nothing
 * @param screen where it is seen: a state of the web console as its address has it, from {@code #} on, or a {@code vireo}
 *     command line without the {@code vireo} whose output shows it; empty when nothing does
 */
record Page(
        int number,
        String title,
        String kind,
        String status,
        String test,
        String scenario,
        String look,
        String screen) {
    private static final char HASH = '#';

    /** Whether its screen is a state of the console. */
    boolean isInConsole() {
        return !screen.isEmpty() && screen.charAt(0) == HASH;
    }

    /** Its screen for people: what to type, or where to look; empty when there is none. */
    String screenText() {
        return screen.isEmpty() || isInConsole() ? screen : "vireo " + screen;
    }
}
