// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.introspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import net.vireo.agent.bind.FastPath;
import net.vireo.agent.bind.FlowTables;
import net.vireo.agent.bind.Services;
import net.vireo.agent.engine.Engine;
import net.vireo.agent.engine.Status;
import net.vireo.agent.host.HostServices;
import net.vireo.agent.oper.Learned;
import net.vireo.agent.oper.OperNetwork;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.FlowDecider;
import net.vireo.agent.packet.PacketQueues;
import net.vireo.agent.packet.PacketService;
import net.vireo.agent.verdict.RuleList;
import net.vireo.agent.verdict.VerdictPlan;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Mac;

/** The agent's tables by name: rows of named values. Any thread. */
public final class Tables {
    private final Engine engine;
    private final PacketService packets;
    private final FlowDecider flows;
    private final Services services;
    private final HostServices host;
    private FastPath fast = new FastPath();
    private final Map<String, Supplier<List<Map<String, Object>>>> tables = new LinkedHashMap<>();

    /** Tables of these. */
    public Tables(
            final Engine engine,
            final PacketService packets,
            final FlowDecider flows,
            final FlowTables flowTables,
            final Services services,
            final HostServices host) {
        this.host = host;
        this.engine = engine;
        this.packets = packets;
        this.flows = flows;
        this.services = services;
        tables.put("status", () -> List.of(status()));
        tables.put("problems", this::problems);
        tables.put("networks", this::networks);
        tables.put("ports", this::ports);
        tables.put("nexthops", this::nexthops);
        tables.put("labels", this::labels);
        tables.put("routes", this::routes);
        tables.put("macs", this::macs);
        tables.put("packets", this::packets);
        tables.put("services", this::services);
        tables.put("health-checks", this::healthChecks);
        tables.put("groups", this::groups);
        tables.putAll(flowTables.tables());
    }

    /** Also what lcores decide by. @return this */
    public Tables with(final FastPath decides) {
        fast = decides;
        tables.put("verdicts", this::verdicts);
        tables.put("verdict-rules", this::verdictRules);
        return this;
    }

    /** The names of the tables. */
    List<String> names() {
        return List.copyOf(tables.keySet());
    }

    /** The rows of a table; its name must be one of {@link #names}. */
    List<Map<String, Object>> rows(final String name) {
        return tables.get(name).get();
    }

    private Map<String, Object> status() {
        final OperState state = engine.state();
        final Status status = engine.status();
        return row(
                "node", state.config().node().map(node -> node.name()).orElse(""),
                "dataPlane", status.connectionProblem().orElse("connected"),
                "ports", state.ports().size(),
                "activePorts", state.ports().stream().filter(OperPort::isActive).count(),
                "networks", state.networks().size(),
                "problems", status.configProblems().size() + status.problems().size(),
                "refused", status.failures().size(),
                "settling", status.stale(),
                "connects", status.counts().connects(),
                "changesSent", status.counts().sent(),
                "changesRefused", status.counts().refused(),
                "flowSetup",
                        state.config()
                                .node()
                                .map(node -> node.flowSetup().name().toLowerCase(Locale.ROOT))
                                .orElse(""),
                "fastPorts", fast.last().sides().size(),
                "flowsJudged", flows.decidedCount(),
                "flowsFailed", flows.failedCount(),
                "repliesSent", packets.sentCount(),
                "repliesUnsent", packets.unsentCount(),
                "framesTooShort", packets.shortCount());
    }

    private List<Map<String, Object>> problems() {
        final Status status = engine.status();
        final List<Map<String, Object>> rows = new ArrayList<>();
        status.connectionProblem().ifPresent(text -> rows.add(row("where", "data plane", "problem", text)));
        status.configProblems().forEach(text -> rows.add(row("where", "configuration", "problem", text)));
        status.problems().forEach(text -> rows.add(row("where", "database", "problem", text)));
        status.failures().forEach((change, text) -> rows.add(row("where", change, "problem", text)));
        services.problems().forEach(text -> rows.add(row("where", "guests", "problem", text)));
        host.problems().forEach(text -> rows.add(row("where", "host", "problem", text)));
        engine.state().ports().stream()
                .filter(port -> !port.isActive())
                .forEach(port -> rows.add(row("where", "port " + port.config().name(), "problem", port.reason())));
        return rows;
    }

    private List<Map<String, Object>> networks() {
        return engine.state().networks().stream().map(Tables::network).toList();
    }

    private static Map<String, Object> network(final OperNetwork network) {
        return row(
                "name", network.config().name(),
                "vrf", network.vrf(),
                "mode", network.config().mode(),
                "vni", network.config().vni(),
                "subnets",
                        network.config().subnets().stream()
                                .map(subnet -> subnet.prefix().toString())
                                .toList());
    }

    private List<Map<String, Object>> ports() {
        final Learned learned = engine.state().learned();
        return engine.state().ports().stream().map(port -> port(port, learned)).toList();
    }

    private static String state(final OperPort port, final Learned learned) {
        if (!port.isActive()) {
            return port.reason();
        }
        final String ill = learned.ill().get(port.config().name());
        return ill == null ? "active" : "ill: " + ill;
    }

    private static Map<String, Object> port(final OperPort port, final Learned learned) {
        return row(
                "name", port.config().name(),
                "uuid", port.config().uuid(),
                "network", port.config().network(),
                "state", state(port, learned),
                "device", port.device(),
                "vif", port.vif(),
                "vrf", port.vrf(),
                "mac", Mac.text(port.config().mac()),
                "addresses",
                        port.config().addresses().stream()
                                .map(IpPrefix::address)
                                .toList(),
                "label", port.label(),
                "bridgeLabel", port.bridgeLabel(),
                "nexthop", port.nexthop());
    }

    private List<Map<String, Object>> nexthops() {
        final List<Map<String, Object>> rows = new ArrayList<>();
        engine.state()
                .names()
                .nexthops()
                .forEach((id, name) -> rows.add(row("id", id, "meaning", name.meaning(), "key", name.key())));
        return rows;
    }

    private List<Map<String, Object>> labels() {
        final List<Map<String, Object>> rows = new ArrayList<>();
        engine.state()
                .wanted()
                .labels()
                .forEach((label, item) -> rows.add(row(
                        "label", label, "meaning", engine.state().names().label(label), "nexthop", item.nexthop())));
        return rows;
    }

    private List<Map<String, Object>> routes() {
        final NodeNames names = engine.state().names();
        final List<Map<String, Object>> rows = new ArrayList<>();
        engine.state()
                .wanted()
                .routes()
                .values()
                .forEach(route -> rows.add(row(
                        "vrf", route.vrf(),
                        "network", names.vrf(route.vrf()),
                        "prefix", route.prefix(),
                        "nexthop", route.nexthop(),
                        "meaning", names.nexthop(route.nexthop()),
                        "label", route.isLabelled() ? route.label() : "",
                        "mac", route.mac() == 0 ? "" : Mac.text(route.mac()))));
        return rows;
    }

    private List<Map<String, Object>> macs() {
        final NodeNames names = engine.state().names();
        final List<Map<String, Object>> rows = new ArrayList<>();
        engine.state()
                .wanted()
                .macs()
                .values()
                .forEach(mac -> rows.add(row(
                        "vrf", mac.vrf(),
                        "network", names.vrf(mac.vrf()),
                        "mac", Mac.text(mac.mac()),
                        "nexthop", mac.nexthop(),
                        "meaning", names.nexthop(mac.nexthop()),
                        "label", mac.isLabelled() ? mac.label() : "")));
        return rows;
    }

    private List<Map<String, Object>> verdicts() {
        final VerdictPlan plan = fast.last();
        final List<Map<String, Object>> rows = new ArrayList<>();
        engine.state().ports().stream().filter(OperPort::isActive).forEach(port -> {
            final VerdictPlan.Side side = plan.sides().get(port.nexthop());
            rows.add(row(
                    "port", port.config().name(),
                    "nexthop", port.nexthop(),
                    "judgedBy", side == null ? "agent" : "lcores",
                    "why", side == null ? plan.trapped().getOrDefault(port.nexthop(), "flow-setup is trap") : "",
                    "rulesOut", side == null ? 0 : rules(side.out()),
                    "rulesIn", side == null ? 0 : rules(side.in())));
        });
        return rows;
    }

    private static int rules(final List<RuleList> lists) {
        return lists.stream().mapToInt(RuleList::size).sum();
    }

    private List<Map<String, Object>> verdictRules() {
        final List<Map<String, Object>> rows = new ArrayList<>();
        fast.names()
                .rules()
                .forEach((number, rule) ->
                        rows.add(row("number", number, "list", rule.list(), "rule", rule.rule(), "text", rule.text())));
        return rows;
    }

    private List<Map<String, Object>> packets() {
        final List<Map<String, Object>> rows = new ArrayList<>();
        packets.counts().forEach((kind, counts) -> {
            final PacketQueues.Counts all = counts;
            rows.add(row(
                    "kind", kind.text(),
                    "received", all.received(),
                    "dropped", all.dropped(),
                    "failed", all.failed(),
                    "waiting", all.waiting(),
                    "capacity", kind.capacity()));
        });
        return rows;
    }

    private List<Map<String, Object>> services() {
        final List<Map<String, Object>> rows = new ArrayList<>();
        services.counters().forEach((name, counts) -> rows.add(row("service", name, "counts", counts)));
        host.counters().forEach((name, counts) -> rows.add(row("service", name, "counts", counts)));
        return rows;
    }

    private List<Map<String, Object>> healthChecks() {
        return services.healthChecks().stream()
                .map(check -> row(
                        "check", check.check(),
                        "port", check.port(),
                        "monitor", check.monitor(),
                        "target", check.target(),
                        "state", check.state(),
                        "why", check.why()))
                .toList();
    }

    private List<Map<String, Object>> groups() {
        return services.groups().stream()
                .map(group -> row("network", group.network(), "group", group.group(), "ports", group.ports()))
                .toList();
    }

    private static Map<String, Object> row(final Object... namesAndValues) {
        final Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], plain(namesAndValues[i + 1]));
        }
        return row;
    }

    /** What JSON has a form for; everything else by its text. */
    private static Object plain(final Object value) {
        return value instanceof Number || value instanceof Boolean || value instanceof List<?>
                ? value
                : String.valueOf(value);
    }
}
