// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.filter;

/** A filter that says nothing sensible: the sentence names the place and what was expected there. */
public final class FilterError extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int position;

    FilterError(final int position, final String sentence) {
        super(sentence);
        this.position = position;
    }

    /** Where the filter goes wrong: the offset of the word's first letter, the filter's length at its end. */
    public int position() {
        return position;
    }
}
