// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.yaml;

import java.io.FilterReader;
import java.io.IOException;
import java.io.StringReader;

/**
 * Leaves the last place of each buffer free: the YAML parser reads one character more, behind its buffer, when the buffer
 * is full and ends in the first half of a surrogate pair, and that place has to be there.
 */
final class PairSafeReader extends FilterReader {
    PairSafeReader(final String text) {
        super(new StringReader(text));
    }

    @Override
    public int read(final char[] buffer, final int offset, final int length) throws IOException {
        return super.read(buffer, offset, length > 1 ? length - 1 : length);
    }
}
