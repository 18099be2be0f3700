// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A strict reader of Prometheus' text format (prometheus.io, "Exposition formats"): HELP and TYPE once and first, a
 * family's samples together, names and labels well formed, counters named {@code _total}, no sample twice.
 */
final class Exposition {
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helped = new HashSet<>();
    private String family = "";

    static Exposition of(final String text) {
        final Exposition read = new Exposition();
        assertThat(text).endsWith("\n").doesNotContain("\r");
        for (final String line : text.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                read.family = line.split(" ", -1)[2];
                assertThat(line.split(" ", -1).length).as(line).isGreaterThan(3);
                assertThat(read.helped.add(read.family)).as(line).isTrue();
            } else if (line.startsWith("# TYPE ")) {
                read.type(line);
            } else {
                read.sample(line);
            }
        }
        return read;
    }

    private void type(final String line) {
        final String[] words = line.split(" ", -1);
        assertThat(words).as(line).hasSize(4);
        assertThat(words[2]).as("TYPE follows its HELP").isEqualTo(family);
        assertThat(words[3]).isIn("counter", "gauge");
        assertThat(words[3].equals("counter")).as(line).isEqualTo(family.endsWith("_total"));
        assertThat(types.put(family, words[3])).as(line).isNull();
    }

    private void sample(final String line) {
        final int brace = line.indexOf('{');
        final String name = line.substring(0, brace);
        assertThat(name).as(line).isEqualTo(family).matches("[a-zA-Z_:][a-zA-Z0-9_:]*");
        assertThat(types).as(line).containsKey(name);
        final StringBuilder key = new StringBuilder(name);
        int at = brace + 1;
        while (line.charAt(at) != '}') {
            final int equals = line.indexOf('=', at);
            final String label = line.substring(at, equals);
            assertThat(label).as(line).matches("[a-zA-Z_][a-zA-Z0-9_]*");
            assertThat(line.charAt(equals + 1)).as(line).isEqualTo('"');
            final StringBuilder value = new StringBuilder();
            at = equals + 2;
            while (line.charAt(at) != '"') {
                if (line.charAt(at) == '\\') {
                    at++;
                    assertThat(line.charAt(at)).as(line).isIn('\\', 'n', '"');
                    value.append(line.charAt(at) == 'n' ? '\n' : line.charAt(at));
                } else {
                    value.append(line.charAt(at));
                }
                at++;
            }
            at++;
            at += line.charAt(at) == ',' ? 1 : 0;
            key.append(' ').append(label).append('=').append(value);
        }
        assertThat(line.charAt(at + 1)).as(line).isEqualTo(' ');
        final double number = Double.parseDouble(line.substring(at + 2));
        assertThat(samples.put(key.toString(), number)).as("twice: " + line).isNull();
    }

    /** A sample by its name and labels: {@code name label=value label=value}. */
    double value(final String key) {
        assertThat(samples).containsKey(key);
        return samples.get(key);
    }

    Map<String, Double> samples() {
        return samples;
    }
}
