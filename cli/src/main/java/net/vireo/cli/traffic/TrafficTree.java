// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.ledger.Balance;
import net.vireo.cli.node.NodeNames;
import net.vireo.sandesh.VireoQueue;

/** A node's traffic as data: numbers as numbers, null for an lcore that is none and a count that nobody keeps. */
final class TrafficTree {
    private TrafficTree() {}

    static void fill(final Map<String, Object> document, final NodeTraffic traffic, final NodeNames names) {
        document.put("loadBalance", traffic.loadBalance());
        document.put("settled", traffic.settled());
        document.put(
                "vifs", traffic.vifs().stream().map(vif -> tree(vif, names)).toList());
        document.put("lcores", traffic.lcores().stream().map(TrafficTree::tree).toList());
        final Map<String, Object> drops = new LinkedHashMap<>();
        traffic.drops().forEach((reason, count) -> drops.put(reason.name(), count));
        document.put("drops", drops);
        document.put("refusedAfterHandover", traffic.refusedAfterHandover());
        document.put("ledger", tree(traffic.ledger()));
    }

    private static Map<String, Object> tree(final VifTraffic vif, final NodeNames names) {
        final NodeNames.VifName known = names.vifs().get(vif.vif());
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("vif", vif.vif());
        tree.put("name", known == null ? vif.name() : known.name());
        tree.put("kind", vif.kind());
        tree.put("in", vif.in());
        tree.put("out", vif.out());
        tree.put("drops", vif.drops());
        tree.put("ringFull", vif.ringFull());
        final List<Object> queues = new ArrayList<>();
        for (final VifTraffic.Queue queue : vif.queues()) {
            final Map<String, Object> each = new LinkedHashMap<>();
            each.put("queue", queue.queue());
            each.put("lcore", queue.lcore() == VireoQueue.NONE ? null : queue.lcore());
            each.put("reason", queue.reason());
            each.put("enabled", queue.enabled());
            each.put("packets", queue.packets() == VireoQueue.NONE ? null : queue.packets());
            queues.add(each);
        }
        tree.put("queues", queues);
        return tree;
    }

    private static Map<String, Object> tree(final LcoreTraffic lcore) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("lcore", lcore.lcore());
        tree.put("polled", lcore.polled());
        tree.put("fromOthers", lcore.fromOthers());
        tree.put("toOthers", lcore.toOthers());
        tree.put("ringFull", lcore.ringFull());
        tree.put("processed", lcore.processed());
        tree.put("outOfTunnels", lcore.outOfTunnels());
        tree.put("intoTunnels", lcore.intoTunnels());
        tree.put("dropped", lcore.dropped());
        return tree;
    }

    private static Map<String, Object> tree(final Balance ledger) {
        final Balance.Row sum = ledger.sumOfNode();
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("in", sum.in());
        tree.put("births", sum.births());
        tree.put("out", sum.out());
        tree.put("held", sum.held());
        tree.put("consumed", sum.consumed());
        tree.put("drops", sum.drops());
        tree.put("balanced", ledger.balanced());
        return tree;
    }
}
