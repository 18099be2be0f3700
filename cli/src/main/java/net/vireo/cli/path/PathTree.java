// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv6;
import net.vireo.cli.walk.Step;
import net.vireo.cli.walk.StepText;

/** A result as a tree of maps and lists: JSON. */
final class PathTree {
    private final PathResult result;

    PathTree(final PathResult result) {
        this.result = result;
    }

    Map<String, Object> tree() {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("question", question());
        tree.put("predicted", walk(result.predicted(), true));
        if (result.wasSent()) {
            tree.put("actual", walk(result.actual(), false));
            tree.put("agree", result.partings().isEmpty());
            tree.put("partings", partings());
        }
        tree.put("outcome", outcome(result.outcome()));
        tree.put("assumptions", result.assumptions());
        return tree;
    }

    private Map<String, Object> question() {
        final PathQuestion asked = result.question();
        final byte[] ip = result.from().ip();
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", result.from().node().name());
        tree.put("from", result.from().node().vifName(result.from().vif()));
        tree.put("vif", result.from().vif());
        tree.put(
                "source",
                ip.length == Integer.BYTES ? Ipv4.text(ByteBuffer.wrap(ip).getInt()) : Ipv6.text(ip));
        tree.put("to", asked.to());
        tree.put("protocol", asked.protocol());
        tree.put("sourcePort", result.sourcePort());
        tree.put("port", asked.port());
        tree.put("text", result.text());
        tree.put("command", asked.command());
        return tree;
    }

    private Map<String, Object> walk(final List<Hop> hops, final boolean predicted) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        final List<Object> list = new ArrayList<>();
        hops.forEach(hop -> list.add(hop(hop, predicted)));
        tree.put("hops", list);
        tree.put("outcome", outcome(Outcome.of(hops)));
        return tree;
    }

    private static Map<String, Object> hop(final Hop hop, final boolean predicted) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", hop.node().name());
        tree.put("vif", vif(hop, hop.vif()));
        tree.put("queue", known(hop.queue()));
        tree.put("polledBy", known(hop.poller()));
        tree.put("lcore", known(hop.lcore()));
        tree.put("lcoreText", hop.place());
        tree.put(
                "lengthBytes",
                hop.walk().isEmpty() ? null : hop.walk().getFirst().lengthBytes());
        tree.put("packet", hop.packet());
        tree.put("steps", steps(hop, predicted));
        final List<Object> sent = new ArrayList<>();
        for (final Hop.Sent each : hop.sent()) {
            final Map<String, Object> record = new LinkedHashMap<>();
            record.put("packet", each.packet());
            record.put("vif", vif(hop, each.vif()));
            record.put("lengthBytes", each.lengthBytes());
            record.put("text", each.lengthBytes() + " bytes by " + hop.node().vifName(each.vif()));
            record.put("nextHop", known(each.nextHop()));
            sent.add(record);
        }
        tree.put("sent", sent);
        return tree;
    }

    private static List<Object> steps(final Hop hop, final boolean predicted) {
        final List<Object> steps = new ArrayList<>();
        final StepText texts = new StepText(hop.node().names());
        final Map<Integer, Step> before = new LinkedHashMap<>();
        for (int i = 0; i < hop.walk().size(); i++) {
            final Step step = hop.walk().get(i);
            final Step last = before.getOrDefault(step.packet(), Step.NOTHING);
            final Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("packet", step.packet());
            tree.put("graphNode", hop.node().graphNode(step.node()));
            tree.put(
                    "to",
                    step.dropped() || step.left() || step.waits()
                            ? null
                            : hop.node().graphNode(step.edge()));
            tree.put("waits", step.waits());
            tree.put(
                    "dropped",
                    !step.dropped()
                            ? null
                            : step.reason() == null ? "unknown" : step.reason().name());
            tree.put("sentence", step.reason() == null ? null : step.reason().sentence());
            tree.put("born", step.born());
            tree.put("decapsulated", step.decapsulated());
            tree.put("assumed", predicted && hop.isAssumed(i));
            tree.put("vrf", named(step.vrf(), hop.node().names().vrf(step.vrf())));
            tree.put("prefix", emptyToNull(StepText.prefix(step)));
            tree.put("nexthop", named(step.nexthop(), hop.node().names().nexthop(step.nexthop())));
            tree.put("label", named(step.label(), hop.node().names().label(step.label())));
            tree.put("txVif", step.transmitVif() < 0 ? null : vif(hop, step.transmitVif()));
            tree.put("lcore", known(step.lcore()));
            tree.put("lengthBytes", step.lengthBytes());
            tree.put("text", String.join(", ", texts.met(last, step, last.node() < 0)));
            before.put(step.packet(), step);
            steps.add(tree);
        }
        return steps;
    }

    private List<Object> partings() {
        final List<Object> list = new ArrayList<>();
        for (final PathResult.Parting parting : result.partings()) {
            final Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("hop", known(parting.predictedHop()));
            tree.put("actualHop", known(parting.actualHop()));
            tree.put("step", parting.at() == null ? null : known(parting.at().predictedStep()));
            tree.put(
                    "actualStep",
                    parting.at() == null ? null : known(parting.at().actualStep()));
            tree.put("packet", parting.at() == null ? 0 : parting.at().packet());
            tree.put("node", PartingText.hop(result, parting).node().name());
            tree.put("graphNode", emptyToNull(PartingText.graphNode(result, parting)));
            tree.put(
                    "field", parting.at() == null ? "hop" : parting.at().field().label());
            tree.put("predicted", PartingText.predicted(result, parting));
            tree.put("actual", PartingText.actual(result, parting));
            tree.put("text", PartingText.text(result, parting));
            list.add(tree);
        }
        return list;
    }

    private static Map<String, Object> outcome(final Outcome outcome) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", outcome.kind().text());
        tree.put("node", emptyToNull(outcome.node()));
        tree.put("vif", emptyToNull(outcome.vif()));
        tree.put("reason", outcome.reason() == null ? null : outcome.reason().name());
        tree.put("sentence", emptyToNull(outcome.sentence()));
        tree.put("text", outcome.text());
        return tree;
    }

    private static Map<String, Object> vif(final Hop hop, final int vif) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", vif);
        tree.put("name", hop.node().vifName(vif));
        tree.put("kind", hop.node().kind(vif));
        return tree;
    }

    private static Map<String, Object> named(final int id, final String name) {
        if (id < 0) {
            return null;
        }
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("name", emptyToNull(name));
        return tree;
    }

    private static Integer known(final int number) {
        return number < 0 ? null : Integer.valueOf(number);
    }

    private static String emptyToNull(final String text) {
        return text.isEmpty() ? null : text;
    }
}
