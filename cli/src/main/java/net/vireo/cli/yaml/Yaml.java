// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.yaml;

import java.util.LinkedHashMap;
import java.util.List;

/** A YAML document as read: every value knows its place in the file. Lines and columns count from 1. */
public sealed interface Yaml {
    /** The line it starts in. */
    int line();

    /** The column it starts in. */
    int column();

    /** What a person calls it. */
    String kind();

    /** A string, number, true, false; null and an empty value are the empty text. */
    record Scalar(String text, int line, int column) implements Yaml {
        @Override
        public String kind() {
            return text.isEmpty() ? "nothing" : "'" + text + "'";
        }
    }

    /** Key and value pairs in the order of the file; {@code keys} tells where each key stands. */
    record Mapping(LinkedHashMap<String, Yaml> values, LinkedHashMap<String, Scalar> keys, int line, int column)
            implements Yaml {
        @Override
        public String kind() {
            return "a mapping of keys";
        }
    }

    /** The elements of a list. */
    record Sequence(List<Yaml> elements, int line, int column) implements Yaml {
        @Override
        public String kind() {
            return "a list";
        }
    }
}
