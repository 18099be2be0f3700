// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import java.util.Arrays;

/** Numbers that are gathered while a table is built. */
final class IntList {
    private int[] all = new int[64];
    private int size;

    void add(final int value) {
        if (size == all.length) {
            all = Arrays.copyOf(all, 2 * size);
        }
        all[size++] = value;
    }

    void set(final int index, final int value) {
        all[index] = value;
    }

    int get(final int index) {
        return all[index];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Sorts what is there, and answers the one in the middle. */
    int median() {
        Arrays.sort(all, 0, size);
        return all[size >>> 1];
    }

    int[] toArray() {
        return Arrays.copyOf(all, size);
    }
}
