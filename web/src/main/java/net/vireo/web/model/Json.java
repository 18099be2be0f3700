// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

import java.nio.charset.StandardCharsets;
import net.vireo.cli.text.JsonText;

/**
 * Trees of maps, lists, numbers, strings, booleans and nulls as one line of JSON. Angle brackets and ampersands are written as
 * escapes: names come from outside, and no reader, however careless, is to find a tag in them.
 */
public final class Json {
    private Json() {}

    /** UTF-8, without a line feed. */
    public static byte[] bytes(final Object tree) {
        return JsonText.line(tree)
                .strip()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .getBytes(StandardCharsets.UTF_8);
    }
}
