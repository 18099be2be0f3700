// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.cli.show.QueueView;
import net.vireo.sandesh.VrInterface;
import net.vireo.web.model.Counter;
import net.vireo.web.model.Handover;

/** Packets between lcores: from the one that polls to the one that processes, and to the one that sends. */
final class Handovers {
    private static final VrInterface ABSENT = new VrInterface();
    private static final String PROCESS = "process";
    private static final String SEND = "send";

    private final Control before;
    private final Control after;
    private final Rate rate;
    private final List<Handover> ways = new ArrayList<>();

    Handovers(final Control before, final Control after, final Rate rate) {
        this.before = before;
        this.after = after;
        this.rate = rate;
    }

    /** Ways that were taken. */
    List<Handover> all() {
        after.queues().forEach(this::ofVif);
        return List.copyOf(ways);
    }

    private void ofVif(final int vif, final QueueView now) {
        final QueueView old = before.queues().getOrDefault(vif, now);
        for (int poller = 0; poller < now.handingPollers(); poller++) {
            for (int lcore = 0; lcore < now.lcores(); lcore++) {
                final long packets = now.polledFor(poller, lcore);
                add(
                        new Handover(
                                vif,
                                now.handingPoller(poller),
                                now.firstLcore() + lcore,
                                PROCESS,
                                Counter.NONE,
                                missed(vif, now.handingPoller(poller), lcore)),
                        poller < old.handingPollers() ? old.polledFor(poller, lcore) : packets,
                        packets);
            }
        }
        for (int lcore = 0; lcore < now.senders(); lcore++) {
            if (now.handsOver(lcore)) {
                add(
                        new Handover(
                                vif,
                                now.firstLcore() + lcore,
                                now.senderOf(lcore),
                                SEND,
                                Counter.NONE,
                                now.ringFull(lcore)),
                        lcore < old.senders() ? old.handedOver(lcore) : now.handedOver(lcore),
                        now.handedOver(lcore));
            }
        }
    }

    private long missed(final int vif, final int from, final int to) {
        final long[] missed = after.sample()
                .vifsOf()
                .getOrDefault(from, Map.of())
                .getOrDefault(vif, ABSENT)
                .value(VrInterface.QUEUE_IERRORS_TO_LCORE);
        return to < missed.length ? missed[to] : 0;
    }

    /** @param way without its packets */
    private void add(final Handover way, final long then, final long now) {
        if (now != 0 || way.drops() != 0) {
            ways.add(new Handover(
                    way.vif(), way.fromLcore(), way.toLcore(), way.purpose(), rate.counter(then, now), way.drops()));
        }
    }
}
