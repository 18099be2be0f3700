// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.version.Version;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.NodeCounter;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.flow.FlowReader;
import net.vireo.vrouter.flow.FlowTable;

/** One node's counters as metrics: read from its mapped files, without a word to the data plane. */
final class NodeMetrics {
    private final MetricsText text;
    private final NodeDirectory directory;
    private final String node;
    private final NodeNames names;

    private NodeMetrics(final MetricsText text, final NodeDirectory directory) {
        this.text = text;
        this.directory = directory;
        node = directory.name().isEmpty() ? directory.path().toString() : directory.name();
        names = directory.names();
    }

    /** Adds a node's metrics; those of a node that cannot be read are one: {@code vireo_readable 0}. */
    static void add(final MetricsText text, final NodeDirectory directory) {
        final NodeMetrics metrics = new NodeMetrics(text, directory);
        CounterFile counters = null;
        try {
            counters = CounterFile.open(directory.counters());
        } catch (final IOException unreadable) {
            // Told by the first metric.
        }
        text.gauge(
                "vireo_readable",
                "1 when the node's counters could be read.",
                metrics.labels(),
                counters == null ? 0 : 1);
        if (counters != null) {
            metrics.add(counters);
        }
    }

    private String labels(final String... more) {
        final String[] all = new String[2 + more.length];
        all[0] = "node";
        all[1] = node;
        System.arraycopy(more, 0, all, 2, more.length);
        return MetricsText.labels(all);
    }

    private void add(final CounterFile counters) {
        text.gauge(
                "vireo_build_info",
                "1, with the version as a label.",
                labels("version", Version.number(), "java", System.getProperty("java.version")),
                1);
        text.gaugeSeconds(
                "vireo_start_time_seconds",
                "When the data plane's process started to forward, since 1970.",
                labels(),
                counters.startedEpochMs());
        text.counter(
                "vireo_restarts_total",
                "How often a new process took over since the counters began.",
                labels(),
                counters.restarts());
        for (int vif = 0; vif < counters.vifCapacity(); vif++) {
            vif(counters, vif);
        }
        drops(counters);
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            lcore(counters, lcore);
        }
        steps(counters);
        for (int vrf = 0; vrf < counters.vrfCapacity(); vrf++) {
            vrf(counters, vrf);
        }
        LedgerMetrics.add(text, counters, this::labels);
        flows();
    }

    /** A vif is there when it has a name or counted something. */
    private void vif(final CounterFile counters, final int vif) {
        final NodeNames.VifName name = names.vifs().get(vif);
        if (name == null && !hasCounted(counters, vif)) {
            return;
        }
        final String labels = labels(
                "vif",
                Integer.toString(vif),
                "name",
                name == null ? "" : name.name(),
                "device",
                name == null ? "" : name.device(),
                "network",
                name == null ? "" : name.network());
        final ToLongFunction<VifCounter> value = counter -> counters.vif(vif, counter);
        for (final VifCounter counter : VifCounter.values()) {
            text.counter(Families.name(counter), Families.help(counter), labels, value.applyAsLong(counter));
        }
        for (final PortCounter counter : PortCounter.values()) {
            text.counter(Families.name(counter), Families.help(counter), labels, counters.port(vif, counter));
        }
    }

    private static boolean hasCounted(final CounterFile counters, final int vif) {
        long any = 0;
        for (final VifCounter counter : VifCounter.values()) {
            any |= counters.vif(vif, counter);
        }
        return any != 0 || counters.port(vif, PortCounter.RX_SYSCALLS) != 0;
    }

    private void drops(final CounterFile counters) {
        for (final DropReason reason : DropReason.values()) {
            text.counter(
                    "vireo_dropped_packets_total",
                    "Packets dropped, by reason and by the reason of Contrail's catalogue it is counted under.",
                    labels(
                            "reason",
                            reason.label(),
                            "upstream",
                            reason.upstream().label()),
                    counters.drop(reason));
        }
    }

    private void lcore(final CounterFile counters, final int lcore) {
        final String number = Integer.toString(counters.lcoreNumber(lcore));
        for (final LcoreCounter counter : Families.LOOP) {
            text.counter(
                    Families.name(counter),
                    Families.help(counter),
                    labels("lcore", number),
                    counters.lcore(lcore, counter));
        }
    }

    private void steps(final CounterFile counters) {
        final List<String> steps = counters.nodeNames();
        for (int step = 0; step < steps.size(); step++) {
            for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
                text.counter(
                        "vireo_graph_packets_total",
                        "Packets that a node of the graph worked on.",
                        labels("step", steps.get(step), "lcore", Integer.toString(counters.lcoreNumber(lcore))),
                        counters.node(lcore, step, NodeCounter.PACKETS));
            }
        }
    }

    private void vrf(final CounterFile counters, final int vrf) {
        for (final VrfCounter counter : VrfCounter.values()) {
            final long packets = counters.vrf(vrf, counter);
            if (packets != 0) {
                text.counter(
                        "vireo_vrf_packets_total",
                        "What became of the packets of a VRF; only what happened.",
                        labels(
                                "vrf",
                                Integer.toString(vrf),
                                "network",
                                names.vrf(vrf),
                                "what",
                                counter.name().toLowerCase(Locale.ROOT)),
                        packets);
            }
        }
    }

    /** A data plane without flows has no such file. */
    private void flows() {
        if (!Files.exists(directory.flows())) {
            return;
        }
        try {
            final FlowReader flows = FlowReader.open(directory.flows());
            long used = 0;
            long onHold = 0;
            for (int flow = flows.nextLive(0); flow != FlowTable.NONE; flow = flows.nextLive(flow + 1)) {
                used++;
                onHold += flows.isOnHold(flow) ? 1 : 0;
            }
            final String labels = labels();
            text.gauge(
                    "vireo_flow_table_entries",
                    "Flows that fit.",
                    labels,
                    flows.layout().slots());
            text.gauge("vireo_flow_table_used_entries", "Flows that are there.", labels, used);
            text.gauge("vireo_flow_table_hold_entries", "Flows that wait for a verdict.", labels, onHold);
        } catch (final IOException unreadable) {
            text.gauge("vireo_flow_table_damaged", "1 when the flow table cannot be read.", labels(), 1);
        }
    }
}
