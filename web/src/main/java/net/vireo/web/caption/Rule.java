// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page and when a state looks like it.
 *
 * @param page its number
 * @param title its name
 * @param also pages that show the same state from another side
 * @param remark what is special now: present when the page is the one, empty text for nothing
 */
record Rule(int page, String title, List<Integer> also, Function<Picture, Optional<String>> remark) {
    private static final Optional<String> YES = Optional.of("");

    static Rule when(final int page, final String title, final Test test) {
        return new Rule(page, title, List.of(), picture -> test.holds(picture) ? YES : Optional.empty());
    }

    Rule also(final Integer... pages) {
        return new Rule(page, title, List.of(pages), remark);
    }

    Rule saying(final Function<Picture, String> words) {
        return new Rule(page, title, also, picture -> remark.apply(picture).map(nothing -> words.apply(picture)));
    }

    Optional<Caption> look(final Picture picture) {
        return remark.apply(picture)
                .map(words -> new Caption(
                        page,
                        title,
                        "this is " + title + ", deck p" + page + (words.isEmpty() ? "" : ": " + words),
                        also));
    }

    /** Whether a state looks so. */
    @FunctionalInterface
    interface Test {
        boolean holds(Picture picture);
    }
}
