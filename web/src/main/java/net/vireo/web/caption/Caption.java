// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.List;

/**
 * The page of the deck that a state looks like.
 *
 * @param page its number, 0 when there is none
 * @param title its name, or empty
 * @param text a sentence for people
 * @param alsoPages further pages that the state shows as well
 */
public record Caption(int page, String title, String text, List<Integer> alsoPages) {
    public Caption {
        alsoPages = List.copyOf(alsoPages);
    }
}
