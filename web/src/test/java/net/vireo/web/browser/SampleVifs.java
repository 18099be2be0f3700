// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The interfaces of a {@link SampleNode}. */
final class SampleVifs {
    private static final int LCORES = SampleNode.LCORES;
    private static final int PPS = SampleNode.PPS;

    private final SampleNode node;

    SampleVifs(final SampleNode node) {
        this.node = node;
    }

    List<Object> all() {
        return List.of(
                vif(0, "fabric", "fabric", "", PPS, 0, fabricQueues()),
                vif(1, "host", "host", "", 0, 0, List.of()),
                vif(3, node.guestName(), "guest", "red", 0, PPS, guestQueues(), "120.0.0.4"),
                vif(4, "b2-vm0", "guest", "blue", 0, 0, List.of(queue(0, "rx", 10, true, 0)), "120.0.0.4"));
    }

    private Object vif(
            final int id,
            final String name,
            final String kind,
            final String network,
            final int rx,
            final int tx,
            final List<Object> queues,
            final String... addresses) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("name", name);
        tree.put("kind", kind);
        tree.put("network", network);
        tree.put("transport", id == 0 ? "packet-socket" : "tap");
        tree.put("polledBy", "lcores 10, 11, 12, 13");
        tree.put("addresses", List.of(addresses));
        tree.put("rxPackets", rx);
        tree.put("rxPps", rx);
        tree.put("txPackets", tx);
        tree.put("txPps", tx);
        tree.put("shortage", "");
        tree.put("rails", rails(rx, tx));
        tree.put(
                "identities",
                List.of(
                        identity("RX port - RX packets = RX queue errors"),
                        identity("TX packets - TX port = TX port errors")));
        tree.put("queues", queues);
        tree.put(
                "perLcore",
                IntStream.range(0, LCORES)
                        .mapToObj(index -> perLcore(id, index, rx, tx))
                        .toList());
        return tree;
    }

    private static List<Object> rails(final int rx, final int tx) {
        final List<Object> rails = new ArrayList<>();
        rails.add(rail("RX device", null, null));
        rails.add(rail("RX port", 7_000_001, rx));
        rails.add(rail("RX queue", 0, 0));
        rails.add(rail("RX queue errors", 0, 0));
        rails.add(rail("RX packets", 7_000_002, rx));
        rails.add(rail("TX packets", 7_000_003, tx));
        rails.add(rail("TX queue", 0, 0));
        rails.add(rail("TX queue errors", 0, 0));
        rails.add(rail("TX port", 7_000_004, tx));
        rails.add(rail("TX port errors", 31, 3));
        rails.add(rail("TX device", null, null));
        return rails;
    }

    private static Object rail(final String name, final Integer packets, final Integer pps) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("packets", packets);
        tree.put("pps", pps);
        return tree;
    }

    private static Object identity(final String text) {
        return Map.of("text", text, "left", 0, "right", 0, "holds", true);
    }

    private Object perLcore(final int vif, final int index, final int rx, final int tx) {
        final boolean polls = !node.handover() || index == 1;
        final int polled = node.handover() ? (polls ? rx : 0) : rx / LCORES;
        final int taken = node.handover() && index != 1 ? rx / 3 : 0;
        final int processed = node.handover() ? taken : rx / LCORES;
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("lcore", SampleNode.FIRST_LCORE + index);
        tree.put("polledPps", polled);
        tree.put("takenPps", vif == 0 ? taken : 0);
        tree.put("processedPps", processed);
        tree.put("sentPps", tx / LCORES);
        tree.put("sendQueue", index);
        tree.put("sender", SampleNode.FIRST_LCORE + index);
        return tree;
    }

    private List<Object> fabricQueues() {
        final List<Object> queues = new ArrayList<>();
        for (int i = 0; i < LCORES; i++) {
            final int pps = node.handover() ? (i == 1 ? PPS : 0) : PPS / LCORES;
            queues.add(queue(i, "rx", SampleNode.FIRST_LCORE + i, true, pps));
            queues.add(queue(i, "tx", SampleNode.FIRST_LCORE + i, true, 0));
        }
        return queues;
    }

    private List<Object> guestQueues() {
        final List<Object> queues = new ArrayList<>();
        for (int i = 0; i < node.guestQueues(); i++) {
            final boolean served = i < LCORES;
            queues.add(queue(i, "rx", served ? SampleNode.FIRST_LCORE + i : null, served, 0));
            queues.add(queue(
                    i, "tx", SampleNode.FIRST_LCORE + i % LCORES, true, node.handover() && i == 1 ? 0 : PPS / LCORES));
        }
        return queues;
    }

    private static Object queue(
            final int queue, final String direction, final Integer lcore, final boolean served, final int pps) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("queue", queue);
        tree.put("direction", direction);
        tree.put("lcore", lcore);
        tree.put("served", served);
        tree.put("enabled", true);
        tree.put("reason", served ? "the fabric's own for this lcore" : "five queues on four lcores");
        tree.put("packets", 1000L * (queue + 1));
        tree.put("pps", pps);
        return tree;
    }
}
