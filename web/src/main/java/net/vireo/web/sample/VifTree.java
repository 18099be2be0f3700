// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.show.AttachmentText;
import net.vireo.web.model.Counter;
import net.vireo.web.model.Identity;
import net.vireo.web.model.QueueLoad;
import net.vireo.web.model.Rail;
import net.vireo.web.model.VifLcoreLoad;
import net.vireo.web.model.VifLoad;

/** An interface as data, by the names of the API. */
final class VifTree {
    private VifTree() {}

    static Map<String, Object> of(final VifLoad vif) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", vif.id());
        tree.put("name", vif.name());
        tree.put("kind", vif.kind());
        tree.put("network", vif.network());
        tree.put("transport", vif.transport());
        tree.put("attachment", AttachmentText.tree(vif.transport()));
        tree.put("addresses", vif.address().isEmpty() ? List.of() : List.of(vif.address()));
        tree.put("polledBy", vif.polledBy());
        tree.put("rxPackets", vif.rxPackets().packets());
        tree.put("rxPps", vif.rxPackets().pps());
        tree.put("rxErrors", vif.rxErrors());
        tree.put("txPackets", vif.txPackets().packets());
        tree.put("txPps", vif.txPackets().pps());
        tree.put("txErrors", vif.txErrors());
        tree.put("drops", vif.drops().packets());
        tree.put("dropPps", vif.drops().pps());
        tree.put("shortage", vif.shortage());
        tree.put("rails", SnapshotTree.list(vif.rails(), VifTree::rail));
        tree.put("identities", SnapshotTree.list(vif.identities(), VifTree::identity));
        tree.put("queues", SnapshotTree.list(vif.queues(), VifTree::queue));
        tree.put("perLcore", SnapshotTree.list(vif.perLcore(), VifTree::lcore));
        return tree;
    }

    private static Map<String, Object> rail(final Rail rail) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", rail.name());
        tree.put("packets", rail.known() ? (Long) rail.counter().packets() : null);
        tree.put("pps", rail.known() ? (Long) rail.counter().pps() : null);
        return tree;
    }

    private static Map<String, Object> identity(final Identity identity) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("text", identity.text());
        tree.put("left", identity.left());
        tree.put("right", identity.right());
        tree.put("holds", identity.holds());
        return tree;
    }

    private static Map<String, Object> queue(final QueueLoad queue) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("queue", queue.queue());
        tree.put("direction", queue.direction());
        tree.put("lcore", queue.lcore() < 0 ? null : (Integer) queue.lcore());
        tree.put("served", queue.served());
        tree.put("enabled", queue.enabled());
        tree.put("reason", queue.reason());
        tree.put("packets", queue.counted() ? (Long) queue.counter().packets() : null);
        tree.put("pps", queue.counted() ? (Long) queue.counter().pps() : null);
        tree.put("waiting", queue.waiting() < 0 ? null : (Integer) queue.waiting());
        return tree;
    }

    private static Map<String, Object> lcore(final VifLcoreLoad lcore) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("lcore", lcore.lcore());
        put(tree, "polled", lcore.polled());
        put(tree, "taken", lcore.taken());
        put(tree, "processed", lcore.processed());
        put(tree, "sent", lcore.sent());
        tree.put("sendQueue", lcore.sendQueue() < 0 ? null : (Integer) lcore.sendQueue());
        tree.put("sender", lcore.sender() < 0 ? null : (Integer) lcore.sender());
        return tree;
    }

    private static void put(final Map<String, Object> tree, final String name, final Counter counter) {
        tree.put(name + "Packets", counter.packets());
        tree.put(name + "Pps", counter.pps());
    }
}
