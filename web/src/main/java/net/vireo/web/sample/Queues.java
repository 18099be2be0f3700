// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.cli.show.QueueView;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrInterface;
import net.vireo.web.model.Counter;
import net.vireo.web.model.Handover;
import net.vireo.web.model.QueueLoad;
import net.vireo.web.model.VifLcoreLoad;

/** Queues of interfaces, who works on them, and what one lcore does for another. */
final class Queues {
    private static final VrInterface ABSENT = new VrInterface();

    private final Control before;
    private final Control after;
    private final Rate rate;

    Queues(final Control before, final Control after) {
        this.before = before;
        this.after = after;
        rate = Rate.between(before.sample().timeNs(), after.sample().timeNs());
    }

    List<QueueLoad> of(final int vif) {
        final QueueView now = after.queues().get(vif);
        final QueueView then = before.queues().getOrDefault(vif, now);
        final List<QueueLoad> queues = new ArrayList<>();
        for (int queue = 0; queue < now.count(); queue++) {
            if (now.isShown(queue)) {
                final boolean counted = now.packets(queue) != VireoQueue.NONE;
                queues.add(new QueueLoad(
                        queue,
                        "rx",
                        now.lcoreOf(queue),
                        now.lcoreOf(queue) != VireoQueue.NONE,
                        now.isEnabled(queue),
                        now.reasonOf(queue).sentence(),
                        counted && queue < then.count()
                                ? rate.counter(then.packets(queue), now.packets(queue))
                                : Counter.NONE,
                        now.waiting(queue),
                        counted));
            }
        }
        transmit(vif, now, queues);
        return queues;
    }

    /** A queue that is sent by: the packets of all lcores that do. */
    private void transmit(final int vif, final QueueView view, final List<QueueLoad> queues) {
        final List<VifLcoreLoad> lcores = perLcore(vif);
        final int highest =
                lcores.stream().mapToInt(VifLcoreLoad::sendQueue).max().orElse(-1);
        for (int queue = 0; queue <= highest; queue++) {
            final int number = queue;
            final List<VifLcoreLoad> senders =
                    lcores.stream().filter(lcore -> lcore.sendQueue() == number).toList();
            queues.add(new QueueLoad(
                    queue,
                    "tx",
                    senders.isEmpty() ? VireoQueue.NONE : senders.getFirst().lcore(),
                    !senders.isEmpty(),
                    true,
                    senders.isEmpty() ? "no lcore sends by it" : sentBy(senders, view),
                    new Counter(
                            senders.stream()
                                    .mapToLong(each -> each.sent().packets())
                                    .sum(),
                            senders.stream()
                                    .mapToLong(each -> each.sent().pps())
                                    .sum()),
                    VireoQueue.NONE,
                    true));
        }
    }

    private static String sentBy(final List<VifLcoreLoad> senders, final QueueView view) {
        final List<String> numbers =
                senders.stream().map(each -> String.valueOf(each.lcore())).toList();
        return (senders.size() == 1 ? "lcore " : "lcores ") + String.join(", ", numbers)
                + (senders.size() == 1 ? " sends" : " send") + " by it: lcore i by queue i modulo "
                + distinctSendQueues(view);
    }

    private static long distinctSendQueues(final QueueView view) {
        long count = 0;
        final List<Integer> seen = new ArrayList<>();
        for (int lcore = 0; lcore < view.senders(); lcore++) {
            if (view.transmitQueueOf(lcore) != VireoQueue.NONE && !seen.contains(view.transmitQueueOf(lcore))) {
                seen.add(view.transmitQueueOf(lcore));
                count++;
            }
        }
        return count;
    }

    List<VifLcoreLoad> perLcore(final int vif) {
        final QueueView view = after.queues().get(vif);
        final List<VifLcoreLoad> lcores = new ArrayList<>();
        for (int lcore = 0; lcore < after.sample().lcores().size(); lcore++) {
            final int number = after.sample().lcores().get(lcore);
            final int forwarding = number - view.firstLcore();
            final boolean sends = forwarding >= 0 && forwarding < view.senders();
            lcores.add(new VifLcoreLoad(
                    number,
                    counter(number, vif, VrInterface.PORT_IPACKETS),
                    counter(number, vif, VrInterface.QUEUE_IPACKETS),
                    counter(number, vif, VrInterface.IPACKETS),
                    counter(number, vif, VrInterface.OPACKETS),
                    sends ? view.transmitQueueOf(forwarding) : VireoQueue.NONE,
                    sends ? view.senderOf(forwarding) : VireoQueue.NONE));
        }
        return lcores;
    }

    private Counter counter(final int lcore, final int vif, final Field.OfLong<VrInterface> field) {
        final VrInterface now =
                after.sample().vifsOf().getOrDefault(lcore, Map.of()).getOrDefault(vif, ABSENT);
        final VrInterface then =
                before.sample().vifsOf().getOrDefault(lcore, Map.of()).getOrDefault(vif, now);
        return rate.counter(then.value(field), now.value(field));
    }

    /** What lcores do for others, over all interfaces. */
    List<Handover> handovers() {
        return new Handovers(before, after, rate).all();
    }
}
