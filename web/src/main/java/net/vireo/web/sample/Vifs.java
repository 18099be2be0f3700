// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.show.QueueView;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.lcore.QueueShortage;
import net.vireo.vrouter.table.Vif;
import net.vireo.web.model.Counter;
import net.vireo.web.model.VifLoad;

/** Interfaces: what goes through them from the counter file, their rails and queues from the control socket. */
final class Vifs {
    private final Counts before;
    private final Counts after;
    private final Rate rate;
    private final Control control;
    private final Rails rails;
    private final Queues queues;

    Vifs(
            final Counts before,
            final Counts after,
            final Control base,
            final Control controlBefore,
            final Control controlAfter) {
        this.before = before;
        this.after = after;
        rate = Rate.between(before.timeNs(), after.timeNs());
        control = controlAfter;
        rails = new Rails(base.sample(), controlBefore.sample(), controlAfter.sample());
        queues = new Queues(controlBefore, controlAfter);
    }

    List<VifLoad> loads() {
        final List<VifLoad> loads = new ArrayList<>();
        for (final int index : new TreeSet<>(control.sample().vifs().keySet())) {
            if (after.vifs().containsKey(index)) {
                loads.add(load(index, control.sample().vifs().get(index)));
            }
        }
        return loads;
    }

    private VifLoad load(final int index, final VrInterface vif) {
        final NodeNames.VifName known = control.names().vifs().get(index);
        final QueueView view = control.queues().get(index);
        return new VifLoad(
                index,
                known == null || known.name().isEmpty() ? vif.value(VrInterface.NAME) : known.name(),
                kind(vif.value(VrInterface.TYPE)),
                known == null ? "" : known.network(),
                view == null || view.kind().isEmpty() ? "none" : view.kind(),
                Control.address(vif.value(VrInterface.IP)),
                view == null ? "" : pollers(view),
                counter(index, VifCounter.RX_PACKETS),
                after.vifs().get(index).get(VifCounter.RX_ERRORS),
                counter(index, VifCounter.TX_PACKETS),
                after.vifs().get(index).get(VifCounter.TX_ERRORS),
                counter(index, VifCounter.DROPS),
                rails.of(index),
                rails.identities(index),
                view == null ? List.of() : queues.of(index),
                view == null ? List.of() : queues.perLcore(index),
                view == null
                        ? ""
                        : view.shortage()
                                .map(QueueShortage::cause)
                                .map(cause ->
                                        cause + "; " + view.shortage().get().mend())
                                .orElse(""));
    }

    private Counter counter(final int vif, final VifCounter counter) {
        return rate.counter(
                before.vifs().getOrDefault(vif, Map.of()).getOrDefault(counter, 0L),
                after.vifs().get(vif).get(counter));
    }

    private static String pollers(final QueueView view) {
        final TreeSet<Integer> lcores = new TreeSet<>();
        for (int queue = 0; queue < view.count(); queue++) {
            if (view.isShown(queue) && view.lcoreOf(queue) != VireoQueue.NONE) {
                lcores.add(view.lcoreOf(queue));
            }
        }
        final String numbers = lcores.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return lcores.isEmpty() ? "" : (lcores.size() == 1 ? "lcore " : "lcores ") + numbers;
    }

    static String kind(final int type) {
        return switch (type) {
            case Vif.TYPE_PHYSICAL -> "fabric";
            case Vif.TYPE_HOST -> "host";
            case Vif.TYPE_AGENT -> "agent";
            default -> "guest";
        };
    }
}
