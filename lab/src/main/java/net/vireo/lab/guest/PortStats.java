// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.vireo.lab.host.LabException;

/** Counters of one port since its start, as {@code show port stats} and {@code show port xstats} print them. */
public record PortStats(
        long rxPackets, long rxBytes, long rxMissed, long rxErrors, long txPackets, long txBytes, long txErrors) {
    private static final Pattern COUNTER = Pattern.compile("(?m)([\\w-]+):[ \t]*(\\d+)");

    /** @throws LabException when a counter is not in the text */
    static PortStats parse(final String text) {
        final Map<String, Long> counters = counters(text);
        return new PortStats(
                of(counters, "RX-packets", text),
                of(counters, "RX-bytes", text),
                of(counters, "RX-missed", text),
                of(counters, "RX-errors", text),
                of(counters, "TX-packets", text),
                of(counters, "TX-bytes", text),
                of(counters, "TX-errors", text));
    }

    /** All counters in a text by their names. */
    static Map<String, Long> counters(final String text) {
        final Map<String, Long> counters = new HashMap<>();
        final Matcher matcher = COUNTER.matcher(text);
        while (matcher.find()) {
            counters.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return counters;
    }

    private static long of(final Map<String, Long> counters, final String name, final String text) {
        final Long value = counters.get(name);
        if (value == null) {
            throw new LabException("testpmd told no " + name + ":\n" + text.strip());
        }
        return value;
    }
}
