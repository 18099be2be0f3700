// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.web.caption.Caption;

/** A caption as data, by the names of the API. */
final class CaptionTree {
    private CaptionTree() {}

    static Map<String, Object> of(final Caption caption) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("page", caption.page() == 0 ? null : (Integer) caption.page());
        tree.put("title", caption.title());
        tree.put("text", caption.text());
        tree.put("alsoPages", caption.alsoPages());
        return tree;
    }
}
