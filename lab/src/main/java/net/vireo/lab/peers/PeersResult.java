// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.ArrayList;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** All samples of a run, by case, load and switch; and apart, those with the CPUs near to each other or far apart. */
final class PeersResult {
    static final int MEDIAN = 50;
    private static final int[] PERCENTS = {25, MEDIAN, 75};
    private static final Distance[] COMPARED = {Distance.NEAR, Distance.FAR};
    /** Of one distance: with less a row of its own would say nothing. */
    private static final int FEWEST = 5;

    private final Map<PeersCase, Map<String, Map<String, Samples>>> cases = new LinkedHashMap<>();

    void add(final PeersCase from, final List<PeersRow> rows) {
        final Map<String, Map<String, Samples>> byLabel = cases.computeIfAbsent(from, name -> new LinkedHashMap<>());
        for (final PeersRow row : rows) {
            byLabel.computeIfAbsent(row.label(), label -> new LinkedHashMap<>())
                    .merge(row.title(), row.samples(), Samples::and);
        }
    }

    /** What so many percent of the values lie below; between two values in proportion. */
    static double quantile(final List<Double> values, final int percent) {
        final List<Double> sorted = values.stream().sorted().toList();
        final double place = (sorted.size() - 1) * percent / 100.0;
        final int below = (int) place;
        final int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /** A table for people: quantiles, and the ratio of each of ours to each of the others. */
    String text() {
        final Formatter text = new Formatter(Locale.ROOT);
        cases.forEach((one, byLabel) -> {
            text.format("%s: %s%n", one.name(), one.header());
            text.format(
                    "%-12s %-18s %7s %7s %7s %7s %7s%n", "load", "switch", "samples", "p25", "median", "p75", "max");
            byLabel.forEach((label, byTitle) -> {
                table(text, label, all(byTitle));
                for (final Distance distance : COMPARED) {
                    final Map<String, List<Double>> there = at(byTitle, distance);
                    if (there.values().stream().anyMatch(values -> values.size() >= FEWEST)) {
                        table(text, "  " + distance.word(), there);
                    }
                }
            });
            text.format("%n");
        });
        return text.toString();
    }

    private static void table(final Formatter text, final String label, final Map<String, List<Double>> byTitle) {
        byTitle.forEach((title, values) -> text.format(
                "%-12s %-18s %7d %7.2f %7.2f %7.2f %7.2f%n",
                label,
                title,
                values.size(),
                quantile(values, 25),
                quantile(values, MEDIAN),
                quantile(values, 75),
                quantile(values, 100)));
        for (final Ratio ratio : ratios(byTitle)) {
            text.format(
                    "%-12s %-26s %7.2f %7.2f %7.2f%n",
                    "",
                    ratio.ours() + " x " + ratio.other(),
                    ratio.quantiles().get(0),
                    ratio.quantiles().get(1),
                    ratio.quantiles().get(2));
        }
    }

    private static Map<String, List<Double>> all(final Map<String, Samples> byTitle) {
        final Map<String, List<Double>> values = new LinkedHashMap<>();
        byTitle.forEach((title, samples) -> values.put(title, samples.values()));
        return values;
    }

    /** Only of those who were seen at this distance. */
    private static Map<String, List<Double>> at(final Map<String, Samples> byTitle, final Distance distance) {
        final Map<String, List<Double>> values = new LinkedHashMap<>();
        byTitle.forEach((title, samples) -> {
            if (!samples.at(distance).isEmpty()) {
                values.put(title, samples.at(distance));
            }
        });
        return values;
    }

    /**
     * How many times as much ours is.
     *
     * @param quantiles 25 %, median, 75 % of ours over those of the other; not finite where the other's is 0
     */
    record Ratio(String ours, String other, List<Double> quantiles) {
        Ratio {
            quantiles = List.copyOf(quantiles);
        }
    }

    private static List<Ratio> ratios(final Map<String, List<Double>> byTitle) {
        final List<Ratio> ratios = new ArrayList<>();
        byTitle.forEach((ours, mine) -> byTitle.forEach((other, theirs) -> {
            if (ours.startsWith(PeersRow.OURS) && !other.startsWith(PeersRow.OURS)) {
                final List<Double> quantiles = new ArrayList<>();
                for (final int percent : PERCENTS) {
                    quantiles.add(quantile(mine, percent) / quantile(theirs, percent));
                }
                ratios.add(new Ratio(ours, other, quantiles));
            }
        }));
        return ratios;
    }

    /** For programs: every sample. */
    String json() {
        final List<Map<String, Object>> loads = new ArrayList<>();
        cases.forEach((one, byLabel) -> byLabel.forEach((label, byTitle) -> {
            final Map<String, Object> load = new LinkedHashMap<>();
            load.put("case", one.name());
            load.put("measured", one.header());
            load.put("load", label);
            final Map<String, Object> samples = new LinkedHashMap<>();
            byTitle.forEach((title, each) -> samples.put(title, tree(each)));
            load.put("samples", samples);
            load.put("ratiosP25MedianP75", tree(ratios(all(byTitle))));
            for (final Distance distance : COMPARED) {
                load.put(distance.word() + "RatiosP25MedianP75", tree(ratios(at(byTitle, distance))));
            }
            loads.add(load);
        }));
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(loads) + "\n";
    }

    private static Map<String, Object> tree(final Samples samples) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("values", samples.values());
        tree.put("distances", samples.distances().stream().map(Distance::word).toList());
        return tree;
    }

    private static List<Map<String, Object>> tree(final List<Ratio> ratios) {
        return ratios.stream()
                .map(ratio -> Map.<String, Object>of(
                        "ours", ratio.ours(), "other", ratio.other(), "quantiles", numbers(ratio.quantiles())))
                .toList();
    }

    /** JSON has no word for what is no number. */
    private static List<Double> numbers(final List<Double> values) {
        final List<Double> numbers = new ArrayList<>();
        values.forEach(value -> numbers.add(Double.isFinite(value) ? value : null));
        return numbers;
    }
}
