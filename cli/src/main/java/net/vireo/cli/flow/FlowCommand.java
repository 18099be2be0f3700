// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.agent.FlowRules;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.Tool;
import net.vireo.cli.watch.RateOptions;
import net.vireo.cli.watch.Sampler;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowTableData;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vireo flow}: the flow table. */
@Command(
        name = "flow",
        description = "Flows: who talks with whom, and what is done with it.",
        footer = {
            "",
            "Examples:",
            "  vireo flow                        every flow",
            "  vireo flow --match \"10.1.1.3:*,10.1.1.4:80 & vrf 1 & proto tcp\"",
            "  vireo flow --get 410748",
            "  vireo flow -r                     flows made and gone per second; q quits",
            "  vireo flow -d 410748              drop it from now on; -f forwards it, -i ends it"
        })
public final class FlowCommand extends Tool {
    private static final int FLOW_TABLE_GET = 2;
    private static final int STATISTICS_WIDTH = 24;

    @Option(
            names = {"-l", "--list"},
            description = "every flow (what a bare 'flow' does)")
    private boolean list;

    @Option(names = "--show-evicted", description = "also flows whose connection is over")
    private boolean showEvicted;

    @Option(
            names = "--match",
            paramLabel = "FLOWS",
            converter = FlowMatch.Converter.class,
            description = "only these: 'IP:PORT,IP:PORT & vrf N & proto tcp|udp|icmp|N'; * for any, [IPv6]:PORT")
    private FlowMatch match;

    @Option(names = "--get", paramLabel = "INDEX", description = "one flow, with all it holds")
    private Integer get;

    @Option(names = "-f", paramLabel = "INDEX", description = "forward a flow")
    private Integer forward;

    @Option(names = "-d", paramLabel = "INDEX", description = "drop a flow's packets")
    private Integer drop;

    @Option(names = "-i", paramLabel = "INDEX", description = "invalidate a flow: its next packet makes a new one")
    private Integer invalidate;

    @Option(
            names = {"-F", "--flush"},
            description = "invalidate every flow, or those of --match")
    private boolean flush;

    @Option(names = "-r", description = "the same as --rate")
    private boolean rateLetter;

    @Option(
            names = {"-s", "--stat"},
            description = "how many flows of which kind")
    private boolean statistics;

    @Mixin
    private RateOptions rate = new RateOptions();

    /** Made by picocli. */
    public FlowCommand() {}

    @Override
    public Integer call() {
        final boolean rates = rateLetter || rate.wanted();
        atMostOne(
                "--list, --get, -f, -d, -i, -F, -r, -s",
                list,
                get != null,
                forward != null,
                drop != null,
                invalidate != null,
                flush,
                rates,
                statistics);
        try (VrouterClient client = connect()) {
            if (get != null) {
                printOne(one(client, get));
            } else if (forward != null) {
                client.request(FlowChange.action(one(client, forward), FlowWords.FORWARD));
            } else if (drop != null) {
                client.request(FlowChange.action(one(client, drop), FlowWords.DROP));
            } else if (invalidate != null) {
                client.request(FlowChange.invalidation(one(client, invalidate)));
            } else if (flush) {
                flush(client);
            } else if (rates) {
                rates(client);
            } else if (statistics) {
                statistics(client);
            } else {
                printAll(client);
            }
        }
        return OK;
    }

    private static VireoFlowList one(final VrouterClient client, final int index) {
        return client.request(new VireoFlowList().op(SandeshOp.GET).put(VireoFlowList.INDEX, index))
                .first(VireoFlowList.class);
    }

    private List<VireoFlowList> flows(final VrouterClient client) {
        final FlowMatch wanted = match == null ? FlowMatch.ALL : match;
        return client.dump(wanted.request(showEvicted)).all(VireoFlowList.class).stream()
                .filter(wanted::matches)
                .toList();
    }

    private static VrFlowTableData table(final VrouterClient client) {
        return client.request(new VrFlowTableData().put(VrFlowTableData.OP, FLOW_TABLE_GET))
                .first(VrFlowTableData.class);
    }

    private void printAll(final VrouterClient client) {
        final VrFlowTableData table = table(client);
        final List<VireoFlowList> flows = flows(client);
        final FlowRules rules = flows.isEmpty() ? FlowRules.NONE : FlowRules.of(node(), 0, true);
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("table", FlowJson.table(table));
            final List<Object> trees = new ArrayList<>();
            flows.forEach(flow -> trees.add(FlowJson.flow(flow, names(), rules)));
            document.put("flows", trees);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder();
        final FlowText text = new FlowText(out, names(), rules).header(table);
        flows.forEach(text::flow);
        output().print(out);
    }

    private void printOne(final VireoFlowList flow) {
        final FlowRules rules = FlowRules.of(node(), flow.value(VireoFlowList.INDEX), false);
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("flows", List.of(FlowJson.flow(flow, names(), rules)));
            output().printJson(document);
            return;
        }
        output().print(FlowDetails.of(flow, names(), rules));
    }

    private void flush(final VrouterClient client) {
        final List<VrFlow> requests =
                flows(client).stream().map(FlowChange::invalidation).toList();
        int gone = 0;
        for (final int code : client.bulk(requests)) {
            gone += ResponseCode.isError(code) ? 0 : 1;
        }
        final int kept = requests.size() - gone;
        output().print(gone + " flows invalidated" + (kept == 0 ? "" : ", " + kept + " had changed in the meantime")
                + "\n");
    }

    private void rates(final VrouterClient client) {
        Sampler.run(output().out(), rate.samples(), () -> table(client), (before, after, seconds) -> {
            if (output().json()) {
                return JsonText.line(FlowRates.tree(before, after, seconds));
            }
            return FlowRates.line(LocalDateTime.now(ZoneId.systemDefault()), before, after, seconds);
        });
    }

    private void statistics(final VrouterClient client) {
        final VrFlowTableData table = table(client);
        final Map<String, Long> kinds = FlowRates.kinds(flows(client));
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("table", FlowJson.table(table));
            document.put("kinds", new LinkedHashMap<>(kinds));
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder("Flow Statistics\n---------------\n");
        kinds.forEach((what, count) -> out.append(Pad.right(what, STATISTICS_WIDTH))
                .append("= ")
                .append(count)
                .append('\n'));
        output().print(out);
    }
}
