// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that a step says, and whether it came true.
 *
 * @param text a sentence without a full stop
 * @param detail the number or the words that it rests on; may be empty
 */
record Claim(String text, boolean holds, String detail) {
    Map<String, Object> tree() {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("text", text);
        tree.put("holds", holds);
        tree.put("detail", detail);
        return tree;
    }
}
