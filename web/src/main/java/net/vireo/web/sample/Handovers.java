// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.LinkedHashMap;
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

    private record Way(int from, int to, String purpose) {}

    private final Control before;
    private final Control after;
    private final Rate rate;
    private final Map<Way, Handover> ways = new LinkedHashMap<>();

    Handovers(final Control before, final Control after, final Rate rate) {
        this.before = before;
        this.after = after;
        this.rate = rate;
    }

    /** Ways that were taken. */
    List<Handover> all() {
        after.queues().forEach(this::ofVif);
        return List.copyOf(ways.values());
    }

    private void ofVif(final int vif, final QueueView now) {
        final QueueView old = before.queues().getOrDefault(vif, now);
        for (int poller = 0; poller < now.handingPollers(); poller++) {
            for (int lcore = 0; lcore < now.lcores(); lcore++) {
                final long packets = now.polledFor(poller, lcore);
                add(
                        new Way(now.handingPoller(poller), now.firstLcore() + lcore, PROCESS),
                        poller < old.handingPollers() ? old.polledFor(poller, lcore) : packets,
                        packets,
                        missed(vif, now.handingPoller(poller), lcore));
            }
        }
        for (int lcore = 0; lcore < now.senders(); lcore++) {
            if (now.handsOver(lcore)) {
                add(
                        new Way(now.firstLcore() + lcore, now.senderOf(lcore), SEND),
                        lcore < old.senders() ? old.handedOver(lcore) : now.handedOver(lcore),
                        now.handedOver(lcore),
                        now.ringFull(lcore));
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

    private void add(final Way way, final long then, final long now, final long drops) {
        if (now != 0 || drops != 0) {
            ways.merge(
                    way,
                    new Handover(way.from(), way.to(), way.purpose(), rate.counter(then, now), drops),
                    Handovers::sum);
        }
    }

    private static Handover sum(final Handover a, final Handover b) {
        return new Handover(
                a.fromLcore(),
                a.toLcore(),
                a.purpose(),
                new Counter(
                        a.counter().packets() + b.counter().packets(),
                        a.counter().pps() + b.counter().pps()),
                a.drops() + b.drops());
    }
}
