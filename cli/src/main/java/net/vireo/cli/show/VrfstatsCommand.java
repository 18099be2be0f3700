// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.tool.Tool;
import net.vireo.cli.watch.RateOptions;
import net.vireo.cli.watch.Sampler;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrVrfStats;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vireo vrfstats}: what happened to the packets of each VRF. */
@Command(
        name = "vrfstats",
        description = "What look-ups in each VRF ended with, by kind of next hop.",
        footer = {
            "",
            "Examples:",
            "  vireo vrfstats                    every VRF",
            "  vireo vrfstats --get 1",
            "  vireo vrfstats --rate             per second; q quits"
        })
public final class VrfstatsCommand extends Tool {
    @Option(
            names = {"--dump", "--list", "-l"},
            description = "every VRF (what a bare 'vrfstats' does)")
    private boolean dump;

    @Option(names = "--get", paramLabel = "VRF", description = "one VRF")
    private Integer get;

    @Mixin
    private RateOptions rate = new RateOptions();

    /** Made by picocli. */
    public VrfstatsCommand() {}

    @Override
    public Integer call() {
        atMostOne("--dump, --get", dump, get != null);
        try (VrouterClient client = connect()) {
            if (rate.wanted()) {
                Sampler.run(output().out(), rate.samples(), () -> byVrf(stats(client)), this::rates);
            } else {
                print(stats(client));
            }
        }
        return OK;
    }

    private List<VrVrfStats> stats(final VrouterClient client) {
        final VrVrfStats request = new VrVrfStats().put(VrVrfStats.FAMILY, Family.INET);
        return get == null
                ? client.dump(request).all(VrVrfStats.class)
                : client.request(request.op(SandeshOp.GET).put(VrVrfStats.VRF, get))
                        .all(VrVrfStats.class);
    }

    private static Map<Integer, VrVrfStats> byVrf(final List<VrVrfStats> stats) {
        final Map<Integer, VrVrfStats> byVrf = new LinkedHashMap<>();
        stats.forEach(vrf -> byVrf.put(vrf.value(VrVrfStats.VRF), vrf));
        return byVrf;
    }

    private void print(final List<VrVrfStats> stats) {
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("vrfs", trees(stats));
            output().printJson(document);
            return;
        }
        output().print(text(stats));
    }

    private CharSequence rates(
            final Map<Integer, VrVrfStats> before, final Map<Integer, VrVrfStats> after, final double seconds) {
        final List<VrVrfStats> rates = new ArrayList<>();
        after.forEach(
                (vrf, stats) -> rates.add(VrfStatsLines.perSecond(before.getOrDefault(vrf, stats), stats, seconds)));
        if (output().json()) {
            final Map<String, Object> document = new LinkedHashMap<>();
            document.put("seconds", seconds);
            document.put("perSecond", trees(rates));
            return JsonText.line(document);
        }
        return "Per second\n" + text(rates);
    }

    private CharSequence text(final List<VrVrfStats> stats) {
        final StringBuilder out = new StringBuilder();
        stats.forEach(vrf -> VrfStatsLines.append(out, vrf, names().vrf(vrf.value(VrVrfStats.VRF))));
        return out;
    }

    private List<Object> trees(final List<VrVrfStats> stats) {
        final List<Object> trees = new ArrayList<>();
        stats.forEach(vrf -> trees.add(VrfStatsLines.tree(vrf, names().vrf(vrf.value(VrVrfStats.VRF)))));
        return trees;
    }
}
