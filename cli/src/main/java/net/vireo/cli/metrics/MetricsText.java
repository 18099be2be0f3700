// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A document in Prometheus' text format, version 0.0.4: families of samples, each with HELP and TYPE. Samples of a
 * family stand together whatever the order in which they are added, as the format demands. One thread.
 */
final class MetricsText {
    /** What HTTP calls the format. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, StringBuilder> families = new LinkedHashMap<>();

    /** A value that only grows; its name ends in {@code _total}. */
    void counter(final String name, final String help, final String labels, final long value) {
        sample(name, "counter", help, labels).append(value).append('\n');
    }

    /** A value that comes and goes. */
    void gauge(final String name, final String help, final String labels, final long value) {
        sample(name, "gauge", help, labels).append(value).append('\n');
    }

    /** A time since 1970, in seconds. */
    void gaugeSeconds(final String name, final String help, final String labels, final long milliseconds) {
        final String rest = Long.toString(1000 + milliseconds % 1000).substring(1);
        sample(name, "gauge", help, labels)
                .append(milliseconds / 1000)
                .append('.')
                .append(rest)
                .append('\n');
    }

    private StringBuilder sample(final String name, final String type, final String help, final String labels) {
        final StringBuilder family = families.computeIfAbsent(
                name,
                key -> new StringBuilder(
                        "# HELP " + key + ' ' + escaped(help, false) + "\n# TYPE " + key + ' ' + type + '\n'));
        return family.append(name).append('{').append(labels).append("} ");
    }

    /**
     * Labels in the order given.
     *
     * @param namesAndValues names and values in turn; values may hold anything
     */
    static String labels(final String... namesAndValues) {
        final StringBuilder labels = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.append(i == 0 ? "" : ",")
                    .append(namesAndValues[i])
                    .append("=\"")
                    .append(escaped(namesAndValues[i + 1], true))
                    .append('"');
        }
        return labels.toString();
    }

    private static String escaped(final String text, final boolean quoted) {
        final StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '"' -> escaped.append(quoted ? "\\\"" : "\"");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        final StringBuilder document = new StringBuilder();
        families.values().forEach(document::append);
        return document.toString();
    }
}
