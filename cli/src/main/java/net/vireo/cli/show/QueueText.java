// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.sandesh.VireoQueue;

/** The queues of one vif, as lines for {@code vif --get} and as data. */
final class QueueText {
    private QueueText() {}

    /** Which lcore polls which, which lcore sends by which, and what is wrong; none for a vif without a device. */
    static List<String> lines(final QueueView queues) {
        final List<String> lines = new ArrayList<>();
        lines.addAll(AttachmentText.lines(queues));
        if (queues.count() > 0) {
            lines.add("RX queues:" + receive(queues));
            lines.add("TX queues:" + transmit(queues));
            rings(queues, lines);
            lines.addAll(NumaText.lines(queues));
            lines.addAll(GuestText.lines(queues));
            lines.addAll(SharedText.lines(queues));
        }
        queues.shortage().ifPresent(shortage -> {
            lines.add("Not healthy: " + shortage.cause());
            lines.add("Mend: " + shortage.mend());
        });
        return lines;
    }

    /** {@code 0 on lcore 10, 1 on lcore 11; 14 more not enabled}. */
    private static String receive(final QueueView queues) {
        final StringBuilder text = new StringBuilder();
        int hidden = 0;
        for (int queue = 0; queue < queues.count(); queue++) {
            if (queues.isShown(queue)) {
                text.append(text.isEmpty() ? " " : ", ").append(queue).append(' ');
                text.append(lcore(queues.lcoreOf(queue)));
                text.append(queues.waiting(queue) > 0 ? " and " + queues.waiting(queue) + " wait" : "");
                text.append(queues.isEnabled(queue) ? "" : " once its guest uses it");
            } else {
                hidden++;
            }
        }
        return text + (hidden == 0 ? "" : "; " + hidden + " more not enabled");
    }

    /** {@code lcore 10 to 0, 11 to 1}; {@code 11 by lcore 10} when that one sends for it. */
    static String transmit(final QueueView queues) {
        final StringBuilder text = new StringBuilder();
        for (int lcore = 0; lcore < queues.senders(); lcore++) {
            final int queue = queues.transmitQueueOf(lcore);
            if (queue == VireoQueue.NONE) {
                return " none, nobody is there";
            }
            text.append(text.isEmpty() ? " lcore " : ", ").append(queues.firstLcore() + lcore);
            if (queues.handsOver(lcore)) {
                text.append(" by lcore ").append(queues.senderOf(lcore));
            }
            text.append(" to ").append(queue);
        }
        return text.toString();
    }

    /** Of each lcore that hands over: how many, and how many found no room. */
    private static void rings(final QueueView queues, final List<String> lines) {
        for (int lcore = 0; lcore < queues.senders(); lcore++) {
            if (queues.handsOver(lcore)) {
                lines.add("TX queue of lcore " + (queues.firstLcore() + lcore) + " to lcore " + queues.senderOf(lcore)
                        + ": packets:" + queues.handedOver(lcore) + " errors:" + queues.ringFull(lcore)
                        + " (ring of " + queues.ringPackets() + ")");
            }
        }
    }

    private static String lcore(final int number) {
        return number == VireoQueue.NONE ? "not served" : "on lcore " + number;
    }

    /** Numbers as numbers; null for an lcore that is none, a queue that is none, a count that is not kept. */
    static Map<String, Object> tree(final QueueView queues) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", queues.kind());
        tree.put("queuePolicy", queues.policy());
        tree.put("lcores", queues.lcores());
        final List<Object> receive = new ArrayList<>();
        for (int queue = 0; queue < queues.count(); queue++) {
            final Map<String, Object> each = new LinkedHashMap<>();
            each.put("queue", queue);
            each.put("lcore", orNull(queues.lcoreOf(queue)));
            each.put("reason", queues.reasonOf(queue).text());
            each.put("enabled", queues.isEnabled(queue));
            each.put("packets", orNull(queues.packets(queue)));
            if (queues.waiting(queue) != VireoQueue.NONE) {
                each.put("waiting", queues.waiting(queue));
            }
            receive.add(each);
        }
        tree.put("rx", receive);
        final List<Object> transmit = new ArrayList<>();
        for (int lcore = 0; lcore < queues.senders(); lcore++) {
            final Map<String, Object> each = new LinkedHashMap<>();
            each.put("lcore", queues.firstLcore() + lcore);
            each.put("queue", orNull(queues.transmitQueueOf(lcore)));
            if (queues.handsOver(lcore)) {
                each.put("byLcore", queues.senderOf(lcore));
                each.put("handedOver", queues.handedOver(lcore));
                each.put("ringFull", queues.ringFull(lcore));
                each.put("ringPackets", queues.ringPackets());
            }
            transmit.add(each);
        }
        tree.put("tx", transmit);
        tree.put("numa", NumaText.tree(queues));
        tree.put("guest", GuestText.tree(queues));
        tree.put("attachment", AttachmentText.tree(queues.kind()));
        tree.put("healthy", queues.shortage().isEmpty());
        queues.shortage().ifPresent(shortage -> {
            tree.put("cause", shortage.cause());
            tree.put("mend", shortage.mend());
        });
        return tree;
    }

    private static Long orNull(final long value) {
        return value == VireoQueue.NONE ? null : value;
    }
}
