// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.NearMiss;

/** What a path is asked for. */
enum Protocol {
    TCP,
    UDP,
    ICMP;

    /** As options and JSON name it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The number in an IP header. */
    int number(final boolean six) {
        return switch (this) {
            case TCP -> 6;
            case UDP -> 17;
            case ICMP -> six ? 58 : 1;
        };
    }

    /** @throws CommandFailed with what there is */
    static Protocol parse(final String text) {
        final List<String> known = Arrays.stream(values()).map(Protocol::text).toList();
        final int index = known.indexOf(text.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new CommandFailed(
                    "'" + text + "' is no protocol that can be traced",
                    NearMiss.of(text, known)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("there are " + String.join(", ", known)));
        }
        return values()[index];
    }
}
