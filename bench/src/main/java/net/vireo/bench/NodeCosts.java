// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.NodeCounter;

/** Nanoseconds per packet of each node, from the data plane's own sampled times; the median of several periods. */
final class NodeCosts {
    /** System property: a file that the costs are appended to, else they are printed. */
    static final String FILE_PROPERTY = "vireo.bench.nodes";

    private final CounterFile counters;
    private final List<String> names;
    private final long[] packets;
    private final long[] timeNs;
    private final List<List<Double>> costs = new ArrayList<>();

    NodeCosts(final CounterFile counters) {
        this.counters = counters;
        names = counters.nodeNames();
        packets = new long[names.size()];
        timeNs = new long[names.size()];
        names.forEach(name -> costs.add(new ArrayList<>()));
    }

    /** A period begins. */
    void mark() {
        for (int node = 0; node < names.size(); node++) {
            packets[node] = counters.node(0, node, NodeCounter.TIMED_PACKETS);
            timeNs[node] = counters.node(0, node, NodeCounter.TIMED_NS);
        }
    }

    /** The period is over. */
    void note() {
        for (int node = 0; node < names.size(); node++) {
            final long count = counters.node(0, node, NodeCounter.TIMED_PACKETS) - packets[node];
            if (count > 0) {
                final long spentNs = counters.node(0, node, NodeCounter.TIMED_NS) - timeNs[node];
                costs.get(node).add((double) spentNs / count);
            }
        }
    }

    /** One line for each node that had packets. */
    void report() {
        final StringBuilder lines = new StringBuilder();
        for (int node = 0; node < names.size(); node++) {
            final List<Double> own = costs.get(node);
            if (!own.isEmpty()) {
                Collections.sort(own);
                lines.append(String.format(
                        Locale.ROOT, "      %-16s %6.2f ns/packet%n", names.get(node), own.get(own.size() / 2)));
            }
        }
        final String file = System.getProperty(FILE_PROPERTY, "");
        if (file.isEmpty()) {
            System.out.print("\n" + lines);
            return;
        }
        try {
            Files.writeString(Path.of(file), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
