// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.tool.Tool;
import net.vireo.cli.watch.RateOptions;
import net.vireo.cli.watch.Sampler;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrDropStats;
import net.vireo.sandesh.VrPktDropLog;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LoggedDrop;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vireo dropstats}: dropped packets by reason. */
@Command(
        name = "dropstats",
        description = "Dropped packets by reason; only reasons that occurred.",
        footer = {
            "",
            "Examples:",
            "  vireo dropstats                   since the data plane started",
            "  vireo dropstats --explain         with a sentence for each reason",
            "  vireo dropstats --rate            per second; q quits",
            "  vireo dropstats --log             the last dropped packets, and what was in them",
            "  vireo dropstats --log --vif g2-vm0 --reason L2_NO_ROUTE -v"
        })
public final class DropstatsCommand extends Tool {
    @Option(
            names = {"--core", "-c"},
            paramLabel = "N",
            description = "drops of one core instead of their sum")
    private Integer core;

    @Option(names = "--clear", description = "set the counters back")
    private boolean clear;

    @Option(names = "--debug", description = "also reasons that stand for no loss")
    private boolean debug;

    @Option(names = "--explain", description = "a sentence for each reason")
    private boolean explain;

    @ArgGroup(exclusive = false, heading = "%nThe drop log:%n")
    private DropLogOptions log = new DropLogOptions();

    @Mixin
    private RateOptions rate = new RateOptions();

    /** Made by picocli. */
    public DropstatsCommand() {}

    @Override
    public Integer call() {
        if (!log.mistake().isEmpty()) {
            throw usage(log.mistake());
        }
        try (VrouterClient client = connect()) {
            if (log.clear()) {
                client.request(new VrPktDropLog().op(SandeshOp.RESET));
            } else if (log.wanted()) {
                printLog(client);
            } else if (clear) {
                client.request(new VrDropStats().op(SandeshOp.RESET));
            } else if (rate.wanted()) {
                Sampler.run(output().out(), rate.samples(), () -> counts(client), this::rates);
            } else {
                print(counts(client));
            }
        }
        return OK;
    }

    private void printLog(final VrouterClient client) {
        final VrPktDropLog state = client.request(log.request(core)).first(VrPktDropLog.class);
        final List<LoggedDrop> drops = log.drops(node().dropLog(), core, names());
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("on", state.value(VrPktDropLog.PKT_DROPLOG_EN) != 0);
            final List<Object> trees = new ArrayList<>();
            drops.forEach(drop -> trees.add(DropLogText.tree(drop, names())));
            document.put("drops", trees);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder();
        drops.forEach(drop -> DropLogText.append(out, drop, names(), log.verbose()));
        if (drops.isEmpty()) {
            out.append("no dropped packets kept\n");
        }
        if (state.value(VrPktDropLog.PKT_DROPLOG_EN) == 0) {
            output().printRemarks(List.of("the drop log is off: 'vireo vrouter --pkt_droplog_en 1' switches it on"));
        }
        output().print(out);
    }

    private Map<DropReason, Long> counts(final VrouterClient client) {
        final VrDropStats request = new VrDropStats().op(SandeshOp.GET).put(VrDropStats.CORE, Core.field(core));
        return DropText.counts(client.request(request).first(VrDropStats.class));
    }

    private void print(final Map<DropReason, Long> counts) {
        final Map<DropReason, Map<DropReason, Long>> finer = finer();
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("core", core);
            document.put("drops", tree(counts));
            final Map<String, Object> parts = new LinkedHashMap<>();
            finer.values().forEach(part -> part.forEach((reason, count) -> parts.put(reason.name(), count)));
            document.put("finer", parts);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder();
        if (core != null) {
            out.append("Statistics for core ").append(core).append("\n\n");
        }
        DropText.append(out, counts, words(finer), debug);
        output().print(out);
    }

    /** Reasons as data, by their name in the catalogue. */
    static Map<String, Object> tree(final Map<DropReason, Long> counts) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        counts.forEach((reason, count) -> tree.put(reason.name(), count));
        return tree;
    }

    private CharSequence rates(
            final Map<DropReason, Long> before, final Map<DropReason, Long> after, final double seconds) {
        final Map<DropReason, Long> rates = new LinkedHashMap<>();
        after.forEach((reason, count) ->
                rates.put(reason, Sampler.perSecond(before.getOrDefault(reason, 0L), count, seconds)));
        if (output().json()) {
            final Map<String, Object> document = new LinkedHashMap<>();
            document.put("seconds", seconds);
            document.put("dropsPerSecond", tree(rates));
            return JsonText.line(document);
        }
        final StringBuilder out = new StringBuilder("Drops per second\n");
        DropText.append(out, rates, Map.of(), debug);
        return out.append('\n');
    }

    /** Our own reasons behind each upstream reason; they are in the counter file only. */
    private Map<DropReason, Map<DropReason, Long>> finer() {
        if (output().plain() || core != null || !Files.exists(node().counters())) {
            return Map.of();
        }
        final CounterFile counters;
        try {
            counters = CounterFile.open(node().counters());
        } catch (final IOException e) {
            throw new CommandFailed("cannot read the counters: " + e.getMessage(), "use --plain to do without", e);
        }
        final Map<DropReason, Map<DropReason, Long>> finer = new LinkedHashMap<>();
        for (final DropReason reason : DropReason.values()) {
            final long count = reason.isUpstream() ? 0 : counters.drop(reason);
            if (count != 0) {
                finer.computeIfAbsent(reason.upstream(), key -> new LinkedHashMap<>())
                        .put(reason, count);
            }
        }
        return finer;
    }

    private Map<DropReason, String> words(final Map<DropReason, Map<DropReason, Long>> finer) {
        final Map<DropReason, String> words = new LinkedHashMap<>();
        finer.forEach((upstream, parts) -> {
            final StringBuilder text = new StringBuilder();
            parts.forEach((reason, count) -> text.append(text.isEmpty() ? "" : ", ")
                    .append(reason.label())
                    .append(' ')
                    .append(count)
                    .append(explain ? ": " + reason.sentence() : ""));
            words.put(upstream, text.toString());
        });
        if (explain) {
            for (final DropReason reason : DropReason.upstreamReasons()) {
                words.putIfAbsent(reason, reason.sentence());
            }
        }
        return words;
    }
}
