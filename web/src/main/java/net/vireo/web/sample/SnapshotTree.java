// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.vireo.web.caption.Caption;
import net.vireo.web.model.Counter;
import net.vireo.web.model.DropLoad;
import net.vireo.web.model.Handover;
import net.vireo.web.model.Knob;
import net.vireo.web.model.LcoreLoad;
import net.vireo.web.model.LedgerState;
import net.vireo.web.model.RssTable;
import net.vireo.web.model.Snapshot;
import net.vireo.web.model.StepLoad;
import net.vireo.web.model.TunnelLoad;

/** A snapshot as data, by the names of the API. */
final class SnapshotTree {
    private SnapshotTree() {}

    static Map<String, Object> of(final Snapshot snapshot, final Caption caption) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", snapshot.node());
        tree.put("address", snapshot.address());
        tree.put("atEpochMs", snapshot.atEpochMs());
        tree.put("sequence", snapshot.sequence());
        tree.put("periodMs", snapshot.periodMs());
        tree.put("restarts", snapshot.restarts());
        tree.put("model", snapshot.settings().model());
        tree.put("loadBalance", snapshot.settings().loadBalance());
        tree.put("queuePolicy", snapshot.settings().queuePolicy());
        tree.put("poll", snapshot.settings().poll());
        tree.put("lcores", list(snapshot.lcores(), SnapshotTree::lcore));
        tree.put("vifs", list(snapshot.vifs(), VifTree::of));
        tree.put("handovers", list(snapshot.handovers(), SnapshotTree::handover));
        tree.put("steps", list(snapshot.steps(), SnapshotTree::step));
        tree.put("tunnels", list(snapshot.tunnels(), SnapshotTree::tunnel));
        tree.put("drops", list(snapshot.drops(), SnapshotTree::drop));
        tree.put("ledger", ledger(snapshot.ledger()));
        tree.put("rss", snapshot.rss().present() ? rss(snapshot.rss()) : null);
        tree.put("knobs", list(snapshot.knobs(), SnapshotTree::knob));
        tree.put("caption", CaptionTree.of(caption));
        return tree;
    }

    static <T> List<Object> list(final List<T> values, final Function<T, Map<String, Object>> each) {
        return values.stream().map(value -> (Object) each.apply(value)).toList();
    }

    static void counter(final Map<String, Object> tree, final Counter counter) {
        tree.put("packets", counter.packets());
        tree.put("pps", counter.pps());
    }

    private static Map<String, Object> lcore(final LcoreLoad lcore) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("number", lcore.number());
        tree.put("cpu", lcore.cpu() < 0 ? null : (Integer) lcore.cpu());
        tree.put("role", lcore.role());
        tree.put("busyAwakePercent", lcore.busyAwakePercent());
        tree.put("busyPercent", lcore.busyPercent());
        tree.put("emptyPercent", lcore.emptyPercent());
        tree.put("asleepPercent", lcore.asleepPercent());
        tree.put("pps", lcore.pps());
        tree.put("packets", lcore.packets());
        tree.put("polledPps", lcore.polledPps());
        tree.put("packetsPerBurst", lcore.packetsPerBurst());
        tree.put("nsPerPacket", lcore.nsPerPacket());
        return tree;
    }

    private static Map<String, Object> handover(final Handover handover) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("vif", handover.vif());
        tree.put("fromLcore", handover.fromLcore());
        tree.put("toLcore", handover.toLcore());
        tree.put("purpose", handover.purpose());
        counter(tree, handover.counter());
        tree.put("drops", handover.drops());
        return tree;
    }

    private static Map<String, Object> step(final StepLoad step) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", step.name());
        tree.put("lcore", step.lcore());
        counter(tree, step.counter());
        tree.put("nsPerPacket", step.nsPerPacket());
        return tree;
    }

    private static Map<String, Object> tunnel(final TunnelLoad tunnel) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", tunnel.kind());
        tree.put("network", tunnel.network());
        tree.put("peers", tunnel.peers());
        tree.put("peer", tunnel.peers().size() == 1 ? tunnel.peers().getFirst() : null);
        tree.put("txPackets", tunnel.sent().packets());
        tree.put("txPps", tunnel.sent().pps());
        tree.put("rxPackets", tunnel.received().packets());
        tree.put("rxPps", tunnel.received().pps());
        return tree;
    }

    private static Map<String, Object> drop(final DropLoad drop) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("reason", drop.reason());
        tree.put("sentence", drop.sentence());
        tree.put("loss", drop.loss());
        counter(tree, drop.counter());
        return tree;
    }

    private static Map<String, Object> ledger(final LedgerState ledger) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("asked", ledger.asked());
        tree.put("atEpochMs", ledger.atEpochMs());
        tree.put("balanced", ledger.balanced());
        tree.put("missing", ledger.missing());
        tree.put(
                "terms",
                ledger.terms().entrySet().stream()
                        .map(term -> {
                            final Map<String, Object> each = new LinkedHashMap<>();
                            each.put("name", term.getKey());
                            each.put("packets", term.getValue());
                            return (Object) each;
                        })
                        .toList());
        tree.put("broken", ledger.broken());
        return tree;
    }

    private static Map<String, Object> rss(final RssTable rss) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("entries", rss.queueOfEntry().size());
        tree.put("queues", rss.queues());
        tree.put("queueOfEntry", rss.queueOfEntry());
        tree.put("hits", rss.hits());
        return tree;
    }

    private static Map<String, Object> knob(final Knob knob) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", knob.name());
        tree.put("value", knob.value());
        tree.put("choices", knob.choices());
        tree.put("live", knob.live());
        tree.put("command", knob.command());
        return tree;
    }
}
