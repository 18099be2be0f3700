// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** All turns of a run: medians, ratios to the kernel, use of the processors. */
final class BenchResult {
    private final BenchOptions options;
    private final Map<Workload, Map<Contender, List<Double>>> rates = new EnumMap<>(Workload.class);
    private final Map<Workload, Map<Contender, CpuUse>> uses = new EnumMap<>(Workload.class);

    BenchResult(final BenchOptions options) {
        this.options = options;
    }

    /** One turn. */
    void add(final Contender contender, final Workload workload, final double rate, final CpuUse use) {
        rates.computeIfAbsent(workload, w -> new EnumMap<>(Contender.class))
                .computeIfAbsent(contender, c -> new ArrayList<>())
                .add(rate);
        uses.computeIfAbsent(workload, w -> new EnumMap<>(Contender.class)).put(contender, use);
    }

    static double median(final List<Double> values) {
        return quantile(values, 50);
    }

    /** What so many percent of the values lie below; between two values in proportion. 0 when there are none. */
    static double quantile(final List<Double> values, final int percent) {
        final List<Double> sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return 0;
        }
        final double place = (sorted.size() - 1) * percent / 100.0;
        final int below = (int) place;
        final int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /** A table for people. */
    String text() {
        final StringBuilder text = new StringBuilder(4096);
        text.append(String.format(
                Locale.ROOT,
                "Guest to guest over %s between Vireo's nodes; medians of %d turns of %d s%n",
                options.vxlan() ? "VXLAN" : "MPLS over UDP",
                options.rounds(),
                options.seconds()));
        rates.forEach((workload, byContender) -> {
            text.append(String.format(Locale.ROOT, "%n%s, %s%n", workload.title(), workload.unit()));
            final double asItComes = median(byContender.getOrDefault(Contender.KERNEL, List.of()));
            final double cut = median(byContender.getOrDefault(Contender.KERNEL_CUT, List.of()));
            byContender.forEach((contender, values) -> text.append(String.format(
                    Locale.ROOT,
                    "  %-38s %8.2f  (p25 %.2f, p75 %.2f)  x%.2f of the kernel, x%.2f of it without segmentation%n"
                            + "  %38s %s%n",
                    contender.title(),
                    median(values),
                    quantile(values, 25),
                    quantile(values, 75),
                    ratio(median(values), asItComes),
                    ratio(median(values), cut),
                    "",
                    uses.get(workload).get(contender).text())));
        });
        return text.toString();
    }

    private static double ratio(final double value, final double other) {
        return other == 0 ? 0 : value / other;
    }

    /** The same for programs, with every turn. */
    String json() {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("encap", options.vxlan() ? "vxlan" : "udp");
        root.put("seconds", options.seconds());
        rates.forEach((workload, byContender) -> {
            final Map<String, Object> systems = new LinkedHashMap<>();
            byContender.forEach((contender, values) -> systems.put(
                    contender.title(), Map.of("median", median(values), "turns", values, "unit", workload.unit())));
            root.put(workload.title(), systems);
        });
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }
}
