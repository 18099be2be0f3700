// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.vireo.agent.config.FlowSettings;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.flow.FlowChange;
import net.vireo.agent.flow.FlowPath;
import net.vireo.agent.flow.FlowVif;
import net.vireo.agent.flow.KnownFlow;
import net.vireo.agent.oper.OperState;

/** Flows and what they carried as rows for people and programs. Any thread. */
public final class FlowTables {
    /** More rows are of no use to a reader, and long to write. */
    private static final int MOST_ROWS = 1_000;

    private final PolicyFlows flows;
    private final Supplier<OperState> state;

    /** Rows about these. */
    public FlowTables(final PolicyFlows flows, final Supplier<OperState> state) {
        this.flows = flows;
        this.state = state;
    }

    /** The tables by name. */
    public Map<String, Supplier<List<Map<String, Object>>>> tables() {
        final Map<String, Supplier<List<Map<String, Object>>>> tables = new LinkedHashMap<>();
        tables.put("flows", () -> flows.ask(this::flowRows));
        tables.put("flow-summary", () -> flows.ask(this::summary));
        tables.put("vn-stats", () -> flows.ask(this::networkRows));
        tables.put("vif-stats", () -> flows.ask(this::vifRows));
        tables.put("rule-stats", () -> flows.ask(this::ruleRows));
        return tables;
    }

    private List<Map<String, Object>> flowRows() {
        return flows.book().flows().stream().limit(MOST_ROWS).map(this::flowRow).toList();
    }

    private Map<String, Object> flowRow(final KnownFlow flow) {
        final FlowPath path = flow.decision().path();
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("slot", flow.slot());
        row.put("answersSlot", flow.reverseSlot());
        row.put("source", flow.key().source().toString());
        row.put("sourcePort", flow.key().sourcePort());
        row.put("destination", flow.key().destination().toString());
        row.put("destinationPort", flow.key().destinationPort());
        row.put("protocol", flow.key().protocol());
        row.put("from", name(path.from()));
        row.put("to", name(path.to()));
        row.put("deliveredFrom", path.source().toString());
        row.put("deliveredTo", path.destination().toString());
        row.put("member", path.member());
        row.put(
                "verdict",
                flow.decision().passes() ? "pass" : flow.decision().reason().text());
        row.put(
                "rule",
                flow.decision().policy() == null
                        ? ""
                        : flow.decision().policy().rule().text());
        row.put("decidedBy", flow.isByLcore() ? "lcore" : "agent");
        row.put("packets", flow.traffic().packets());
        row.put("bytes", flow.traffic().bytes());
        row.put("answerPackets", flow.traffic().answerPackets());
        row.put("answerBytes", flow.traffic().answerBytes());
        return row;
    }

    private String name(final FlowVif vif) {
        return vif == null ? "" : name(vif.id());
    }

    private String name(final int vif) {
        return state.get().portAt(vif).map(port -> port.config().name()).orElse("");
    }

    private List<Map<String, Object>> summary() {
        final FlowChanges changes = flows.changes();
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("flows", flows.book().flows().size());
        row.put("table", flows.tableText());
        row.put("decidedByLcores", flows.book().lcoreCount());
        row.put("linkLocalFlows", flows.book().linkLocalFlows());
        final FlowSettings limits =
                state.get().config().node().map(NodeSettings::flows).orElse(FlowSettings.STANDARD);
        row.put("flowsPerVm", limits.perVm());
        row.put("linkLocalFlowsAllowed", limits.linkLocal());
        row.put("linkLocalFlowsPerVm", limits.linkLocalPerVm());
        flows.book().refused().forEach((refusal, count) -> row.put("refused: " + refusal.text(), count));
        row.put("changes", changes.roundCount());
        row.put("kept", changes.keptCount());
        row.put("revoked", changes.count(FlowChange.Kind.REVOKE));
        row.put("permitted", changes.count(FlowChange.Kind.PERMIT));
        row.put("updated", changes.count(FlowChange.Kind.UPDATE));
        row.put("replaced", changes.count(FlowChange.Kind.REPLACE));
        row.put("lastChangeUs", changes.lastUs());
        row.put("longestChangeUs", changes.longestUs());
        return List.of(row);
    }

    private List<Map<String, Object>> networkRows() {
        final Map<FlowStats.Pair, Integer> living = new LinkedHashMap<>();
        flows.book().flows().stream()
                .filter(flow -> flow.decision().passes())
                .forEach(flow -> living.merge(FlowStats.pair(flow.decision().path()), 1, Integer::sum));
        final List<Map<String, Object>> rows = new ArrayList<>();
        flows.stats().pairs().forEach((pair, count) -> {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("from", pair.from());
            row.put("to", pair.to());
            row.put("flows", living.getOrDefault(pair, 0));
            row.put("packets", count.packets());
            row.put("bytes", count.bytes());
            row.put("answerPackets", count.answerPackets());
            row.put("answerBytes", count.answerBytes());
            rows.add(row);
        });
        return rows;
    }

    private List<Map<String, Object>> vifRows() {
        final List<Map<String, Object>> rows = new ArrayList<>();
        flows.judgement()
                .ifPresent(judgement -> judgement.state().ports().stream()
                        .filter(port -> port.isActive())
                        .forEach(port -> {
                            final FlowStats.Count count = flows.stats().ofVif(port.vif());
                            final Map<String, Object> row = new LinkedHashMap<>();
                            row.put("port", port.config().name());
                            row.put("vif", port.vif());
                            row.put("flows", flows.book().flowsOf(port.vif()));
                            row.put("maxFlows", port.config().maxFlows());
                            row.put("packetsSent", count.packets());
                            row.put("bytesSent", count.bytes());
                            row.put("packetsReceived", count.answerPackets());
                            row.put("bytesReceived", count.answerBytes());
                            rows.add(row);
                        }));
        return rows;
    }

    private List<Map<String, Object>> ruleRows() {
        final List<Map<String, Object>> rows = new ArrayList<>();
        flows.book().stats().counts().forEach((rule, count) -> {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("rule", rule.text());
            row.put("passed", count.passed());
            row.put("denied", count.denied());
            row.put("revoked", count.revoked());
            rows.add(row);
        });
        return rows;
    }
}
