// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.vireo.cli.doctor.check.Checks;
import net.vireo.cli.show.QueueView;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoRss;
import net.vireo.web.model.DropLoad;
import net.vireo.web.model.LedgerState;
import net.vireo.web.model.RssTable;
import net.vireo.web.model.Settings;
import net.vireo.web.model.Snapshot;

/** Puts a snapshot together out of looks at a node. Pure: it reads no file and no clock. */
final class Composer {
    private final String node;
    private final Control base;

    /** @param base the first look at this process */
    Composer(final String node, final Control base) {
        this.node = node;
        this.base = base;
    }

    Snapshot snapshot(
            final long sequence,
            final Counts before,
            final Counts after,
            final Control controlBefore,
            final Control controlAfter,
            final LedgerState ledger) {
        final Lcores lcores = new Lcores(before, after, controlBefore, controlAfter);
        return new Snapshot(
                node,
                controlAfter.address(),
                after.atEpochMs(),
                sequence,
                Math.round((after.timeNs() - before.timeNs()) / 1e6),
                after.restarts(),
                settings(controlAfter),
                lcores.loads(),
                new Vifs(before, after, base, controlBefore, controlAfter).loads(),
                new Queues(controlBefore, controlAfter).handovers(),
                lcores.steps(),
                Tunnels.between(before, after, controlAfter),
                drops(before, after),
                ledger,
                rss(controlAfter),
                Knobs.of(node, controlAfter.sample().node()));
    }

    private static Settings settings(final Control control) {
        final VireoNode node = control.sample().node();
        return Settings.of(
                node.value(VireoNode.LOAD_BALANCE),
                control.queues().values().stream()
                        .map(QueueView::policy)
                        .findFirst()
                        .orElse(""),
                node.value(VireoNode.POLL));
    }

    /** Reasons that occurred. */
    private static List<DropLoad> drops(final Counts before, final Counts after) {
        final Rate rate = Rate.between(before.timeNs(), after.timeNs());
        final List<DropLoad> drops = new ArrayList<>();
        after.drops().forEach((reason, count) -> {
            if (count != 0) {
                drops.add(new DropLoad(
                        reason.label(),
                        reason.sentence(),
                        Checks.isLoss(reason),
                        rate.counter(before.drops().get(reason), count)));
            }
        });
        return drops;
    }

    private static RssTable rss(final Control control) {
        return control.rss()
                .map(rss -> {
                    final List<Integer> queues = new ArrayList<>();
                    for (final byte queue : rss.value(VireoRss.TABLE)) {
                        queues.add(queue & 0xff);
                    }
                    return new RssTable(
                            true,
                            rss.value(VireoRss.QUEUES),
                            queues,
                            Arrays.stream(rss.value(VireoRss.HITS)).boxed().toList());
                })
                .orElse(RssTable.NONE);
    }
}
