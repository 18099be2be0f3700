// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A node in a state of the deck, as the API tells it: four lcores, a fabric, a guest in red and one in blue. Immutable.
 *
 * @param page the deck's page, 0 for none
 * @param handover whether lcore 11 polls all and hands it to the others, as with GRE
 * @param guestQueues five of them leave one that nobody polls
 * @param guestName of the red guest
 * @param missing packets that the ledger misses
 */
record SampleNode(int page, String caption, boolean handover, int guestQueues, String guestName, int missing)
        implements Shown {
    static final int LCORES = 4;
    static final int FIRST_LCORE = 10;
    static final int PPS = 400_000;

    static SampleNode udpToMultiQueue() {
        return new SampleNode(72, "this is UDP to MultiQ, deck p72", false, LCORES, "g2-vm0", 0);
    }

    static SampleNode greToMultiQueue() {
        return new SampleNode(76, "this is GRE to MultiQ, deck p76", true, LCORES, "g2-vm0", 0);
    }

    static SampleNode faultyMultiQueue() {
        return new SampleNode(120, "this is DPDK Faulty MultiQueue mapping, deck p120", false, LCORES + 1, "g2-vm0", 0);
    }

    SampleNode withGuest(final String name) {
        return new SampleNode(page, caption, handover, guestQueues, name, missing);
    }

    SampleNode withMissing(final int packets) {
        return new SampleNode(page, caption, handover, guestQueues, guestName, packets);
    }

    /** What the doctor finds. */
    @Override
    public Object findings() {
        return Map.of("findings", guestQueues > LCORES ? List.of(SampleAnswers.finding()) : List.of());
    }

    /** As {@code /snapshot} answers. */
    @Override
    public Map<String, Object> snapshot(final String node, final long sequence, final long atEpochMs) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", node);
        tree.put("address", node.equals("compute1") ? "192.0.2.1" : "192.0.2.2");
        tree.put("atEpochMs", atEpochMs);
        tree.put("sequence", sequence);
        tree.put("periodMs", 200);
        tree.put("restarts", 0);
        tree.put("lcores", IntStream.range(0, LCORES).mapToObj(this::lcore).toList());
        tree.put("vifs", new SampleVifs(this).all());
        tree.put("handovers", handovers());
        tree.put("steps", steps());
        tree.put("tunnels", tunnels(node.equals("compute1") ? "192.0.2.2" : "192.0.2.1"));
        tree.put("drops", drops());
        tree.put("ledger", ledger());
        tree.put(
                "rss",
                Map.of(
                        "entries",
                        128,
                        "queueOfEntry",
                        IntStream.range(0, 128).map(i -> i % LCORES).boxed().toList()));
        tree.put("knobs", List.of(knob("load-balance", "auto", "auto", "contrail", "none"), knob("burst", "32")));
        tree.put("caption", captionTree());
        return tree;
    }

    private Map<String, Object> captionTree() {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("page", page == 0 ? null : (Integer) page);
        tree.put("title", "");
        tree.put("text", caption);
        return tree;
    }

    private Object lcore(final int index) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("number", FIRST_LCORE + index);
        tree.put("cpu", null);
        tree.put("role", "forwarding");
        tree.put("busyPercent", 40.0);
        tree.put("emptyPercent", 30.0);
        tree.put("asleepPercent", 30.0);
        tree.put("pps", PPS / LCORES);
        tree.put("packets", 1_000_000L);
        tree.put("packetsPerBurst", 12.5);
        tree.put("nsPerPacket", 62.0);
        return tree;
    }

    private List<Object> handovers() {
        return handover
                ? IntStream.of(10, 12, 13)
                        .mapToObj(to -> (Object) Map.of(
                                "fromLcore",
                                11,
                                "toLcore",
                                to,
                                "purpose",
                                "process",
                                "packets",
                                900,
                                "pps",
                                PPS / 3,
                                "drops",
                                0))
                        .toList()
                : List.of();
    }

    private static List<Object> steps() {
        final List<Object> list = new ArrayList<>();
        for (final String name : List.of("vif-input", "fabric-input", "mpls-input", "encap-rewrite")) {
            list.add(Map.of("name", name, "lcore", FIRST_LCORE, "packets", 123_456, "pps", PPS, "nsPerPacket", 10.0));
        }
        list.add(Map.of("name", "brand-new-node", "lcore", FIRST_LCORE, "packets", 5, "pps", 0, "nsPerPacket", 0.0));
        return list;
    }

    private static List<Object> tunnels(final String peer) {
        return List.of(tunnel("red", peer, PPS), tunnel("blue", peer, 0), tunnel("", peer, 0));
    }

    private static Object tunnel(final String network, final String peer, final int pps) {
        return Map.of(
                "kind",
                "MPLSoUDP",
                "network",
                network,
                "peers",
                List.of(peer),
                "peer",
                peer,
                "txPackets",
                pps,
                "txPps",
                pps,
                "rxPackets",
                0,
                "rxPps",
                0);
    }

    private static List<Object> drops() {
        return List.of(
                Map.of("reason", "TX ring full", "sentence", "Its receiver is too slow.", "packets", 500, "pps", 50),
                Map.of("reason", "Flow Action Drop", "sentence", "A policy denies its flow.", "packets", 7, "pps", 0));
    }

    private Object ledger() {
        return Map.of(
                "asked",
                true,
                "balanced",
                missing == 0,
                "missing",
                missing,
                "terms",
                List.of(Map.of("name", "in", "packets", 1_000_000)),
                "broken",
                List.of());
    }

    private static Object knob(final String name, final String value, final String... choices) {
        return Map.of(
                "name",
                name,
                "value",
                value,
                "choices",
                List.of(choices),
                "live",
                choices.length > 0,
                "command",
                "vireo run vrouter --" + name + " " + value);
    }
}
