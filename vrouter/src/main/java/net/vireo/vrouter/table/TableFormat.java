// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.List;

/**
 * What kind of table a {@link TableFile} holds.
 *
 * @param what the kind as people call it: "bridge table"
 * @param magic first eight bytes of the file, as a little-endian number
 * @param version raised with every change of the layout or of the meaning of a position in it
 * @param sizeNames what each number means that a file of this kind is sized by, at most {@link #MAX_SIZES}
 */
public record TableFormat(String what, long magic, int version, List<String> sizeNames) {
    static final int MAX_SIZES = 8;

    public TableFormat {
        sizeNames = List.copyOf(sizeNames);
        if (sizeNames.size() > MAX_SIZES) {
            throw new IllegalArgumentException("sizes: " + sizeNames.size() + ", must be at most " + MAX_SIZES);
        }
    }
}
