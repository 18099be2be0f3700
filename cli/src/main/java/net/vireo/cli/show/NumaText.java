// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.sandesh.VireoQueue;

/** Which NUMA nodes an interface's packets meet, and which lcores are far from them. */
final class NumaText {
    private NumaText() {}

    /** {@code NUMA: port on node 0, packet memory on node 0, lcore 10 on node 0, 11 on node 1 (far)}; empty when nothing is known. */
    static List<String> lines(final QueueView queues) {
        final StringBuilder text = new StringBuilder();
        final int home = home(queues);
        part(text, "port on node ", queues.portNode(), home);
        part(text, "packet memory on node ", queues.memoryNode(), home);
        for (int lcore = 0; lcore < queues.senders(); lcore++) {
            part(text, "lcore " + (queues.firstLcore() + lcore) + " on node ", queues.nodeOfLcore(lcore), home);
        }
        return text.isEmpty() ? List.of() : List.of("NUMA: " + text);
    }

    /** Behind an lcore's number: {@code , NUMA node 1 (far)}; empty when it is not known. */
    static String ofLcore(final QueueView queues, final int lcore) {
        final int node = queues.nodeOfLcore(lcore);
        return node == VireoQueue.NONE ? "" : ", NUMA node " + node + far(node, home(queues));
    }

    /** Numbers, null for what is not known. */
    static Map<String, Object> tree(final QueueView queues) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("port", orNull(queues.portNode()));
        tree.put("memory", orNull(queues.memoryNode()));
        final List<Integer> lcores = new ArrayList<>();
        for (int lcore = 0; lcore < queues.senders(); lcore++) {
            lcores.add(orNull(queues.nodeOfLcore(lcore)));
        }
        tree.put("lcores", lcores);
        return tree;
    }

    /** Where the others should be: with the card, else with the memory. */
    private static int home(final QueueView queues) {
        return queues.portNode() == VireoQueue.NONE ? queues.memoryNode() : queues.portNode();
    }

    private static void part(final StringBuilder text, final String what, final int node, final int home) {
        if (node != VireoQueue.NONE) {
            text.append(text.isEmpty() ? "" : ", ").append(what).append(node).append(far(node, home));
        }
    }

    private static String far(final int node, final int home) {
        return home == VireoQueue.NONE || node == home ? "" : " (far)";
    }

    private static Integer orNull(final int node) {
        return node == VireoQueue.NONE ? null : node;
    }
}
