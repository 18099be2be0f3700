// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** All samples of a run, by frame length and switch. */
final class PeersResult {
    private static final int[] PERCENTS = {25, 50, 75};

    private final Map<Integer, Map<String, List<Double>>> samples = new LinkedHashMap<>();

    void add(final int frameBytes, final String title, final List<Double> rates) {
        samples.computeIfAbsent(frameBytes, length -> new LinkedHashMap<>())
                .computeIfAbsent(title, name -> new ArrayList<>())
                .addAll(rates);
    }

    /** What so many percent of the values lie below; between two values in proportion. */
    static double quantile(final List<Double> values, final int percent) {
        final List<Double> sorted = values.stream().sorted().toList();
        final double place = (sorted.size() - 1) * percent / 100.0;
        final int below = (int) place;
        final int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /** A table for people: quantiles, and the ratio of the first switch to the others. */
    String text() {
        final StringBuilder text = new StringBuilder(2048);
        text.append(String.format(
                Locale.ROOT,
                "%-8s %-10s %7s %7s %7s %7s %7s   million packets per second%n",
                "frame",
                "switch",
                "samples",
                "p25",
                "median",
                "p75",
                "max"));
        samples.forEach((length, bySwitch) -> {
            bySwitch.forEach((title, rates) -> text.append(String.format(
                    Locale.ROOT,
                    "%-8s %-10s %7d %7.2f %7.2f %7.2f %7.2f%n",
                    length + " B",
                    title,
                    rates.size(),
                    quantile(rates, 25),
                    quantile(rates, 50),
                    quantile(rates, 75),
                    quantile(rates, 100))));
            ratios(length)
                    .forEach((other, ratio) -> text.append(String.format(
                            Locale.ROOT,
                            "%-8s %-10s %7s %7.2f %7.2f %7.2f%n",
                            "",
                            "x " + other,
                            "",
                            ratio.get(0),
                            ratio.get(1),
                            ratio.get(2))));
        });
        return text.toString();
    }

    /** For each other switch, the first one's quantiles over its. */
    private Map<String, List<Double>> ratios(final int length) {
        final Map<String, List<Double>> bySwitch = samples.get(length);
        final String first = bySwitch.keySet().iterator().next();
        final Map<String, List<Double>> ratios = new LinkedHashMap<>();
        bySwitch.forEach((title, rates) -> {
            if (!title.equals(first)) {
                final List<Double> ratio = new ArrayList<>();
                for (final int percent : PERCENTS) {
                    ratio.add(quantile(bySwitch.get(first), percent) / quantile(rates, percent));
                }
                ratios.put(title, ratio);
            }
        });
        return ratios;
    }

    /** For programs: every sample. */
    String json() {
        final List<Map<String, Object>> cases = new ArrayList<>();
        samples.forEach((length, bySwitch) -> {
            final Map<String, Object> one = new LinkedHashMap<>();
            one.put("frameBytes", length);
            one.put("millionPacketsPerSecond", bySwitch);
            one.put("ratiosP25MedianP75", ratios(length));
            cases.add(one);
        });
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(cases) + "\n";
    }
}
