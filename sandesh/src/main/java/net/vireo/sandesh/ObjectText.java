// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.util.Arrays;
import java.util.HexFormat;

/** Values as a person reads them in a log line. */
final class ObjectText {
    private ObjectText() {}

    /** The value, empty when it is zero or empty. */
    static String valueOf(final long number, final Object value) {
        return switch (value) {
            case null -> number == 0 ? "" : Long.toString(number);
            case String text -> text.isEmpty() ? "" : '"' + text + '"';
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case int[] list -> list.length == 0 ? "" : Arrays.toString(list);
            case long[] list -> list.length == 0 ? "" : Arrays.toString(list);
            default -> value.toString();
        };
    }
}
