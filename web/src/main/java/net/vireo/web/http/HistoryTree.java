// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.web.model.DropLoad;
import net.vireo.web.model.Snapshot;
import net.vireo.web.sample.Frame;

/** A kept frame, thinned to what a line over five minutes shows. */
final class HistoryTree {
    private HistoryTree() {}

    static Map<String, Object> of(final Frame frame) {
        final Snapshot snapshot = frame.snapshot();
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("sequence", snapshot.sequence());
        tree.put("atEpochMs", snapshot.atEpochMs());
        tree.put(
                "page",
                frame.caption().page() == 0 ? null : (Integer) frame.caption().page());
        tree.put("balanced", snapshot.ledger().balanced());
        tree.put(
                "dropPps",
                snapshot.drops().stream()
                        .filter(DropLoad::loss)
                        .mapToLong(drop -> drop.counter().pps())
                        .sum());
        tree.put(
                "lcores",
                snapshot.lcores().stream()
                        .map(lcore -> {
                            final Map<String, Object> each = new LinkedHashMap<>();
                            each.put("number", lcore.number());
                            each.put("busyPercent", lcore.busyPercent());
                            each.put("pps", lcore.pps());
                            return (Object) each;
                        })
                        .toList());
        tree.put(
                "vifs",
                snapshot.vifs().stream()
                        .map(vif -> {
                            final Map<String, Object> each = new LinkedHashMap<>();
                            each.put("id", vif.id());
                            each.put("rxPps", vif.rxPackets().pps());
                            each.put("txPps", vif.txPackets().pps());
                            return (Object) each;
                        })
                        .toList());
        return tree;
    }
}
