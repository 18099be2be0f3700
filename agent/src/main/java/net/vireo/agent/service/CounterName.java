// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.util.Locale;

/** What a counter counts. Implemented by enums, whose order is the order of display. */
public interface CounterName {
    /** The enum constant's name. */
    String name();

    /** One sentence, for people who have never seen the code. */
    String sentence();

    /** The name as tools print it: lower case, with dashes. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
