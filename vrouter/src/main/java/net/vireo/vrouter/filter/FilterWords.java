// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a filter, one after the other. */
final class FilterWords {
    private static final String MARKS = "()!";

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();
    private int next;

    FilterWords(final String text) {
        this.text = text;
        int at = 0;
        while (at < text.length()) {
            final char letter = text.charAt(at);
            if (Character.isWhitespace(letter)) {
                at++;
            } else {
                final int end = MARKS.indexOf(letter) >= 0 ? at + 1 : end(at);
                words.add(text.substring(at, end).toLowerCase(Locale.ROOT));
                positions.add(at);
                at = end;
            }
        }
    }

    private int end(final int from) {
        int end = from;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && MARKS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** The next word, {@code ""} at the end. */
    String peek() {
        return next < words.size() ? words.get(next) : "";
    }

    /** Takes the next word. */
    String take() {
        final String word = peek();
        next++;
        return word;
    }

    /** Takes the next word if it is this one. */
    boolean take(final String word) {
        final boolean is = peek().equals(word);
        next += is ? 1 : 0;
        return is;
    }

    boolean atEnd() {
        return next >= words.size();
    }

    /** An error at the next word. */
    FilterError expected(final String what) {
        final int position = atEnd() ? text.length() : positions.get(next);
        return error(position, what);
    }

    /** An error at the word that was taken last. */
    FilterError wrong(final String what) {
        final int taken = next - 1;
        return taken < words.size() ? error(positions.get(taken), what) : error(text.length(), what);
    }

    private FilterError error(final int position, final String what) {
        final int index = positions.indexOf(position);
        final String there = index < 0 ? "its end" : "'" + words.get(index) + "'";
        return new FilterError(
                position, "the filter goes wrong at " + there + " (position " + (position + 1) + "): " + what);
    }
}
