// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The API's smaller answers. */
final class SampleAnswers {
    private static final int RING_SIZE = 256;
    private static final int INDEX_MASK = 0xffff;

    private SampleAnswers() {}

    static Object finding() {
        return Map.of(
                "id",
                "unserved-queue",
                "title",
                "Queue 4 of g2-vm0 is polled by nobody",
                "cause",
                "5 queues on 4 lcores, and the queue policy leaves the last one alone",
                "measured",
                "12,431 packets lost",
                "cost",
                "one of five flows gets no answer",
                "fix",
                Map.of(
                        "text",
                        "set it",
                        "command",
                        "vireo run vrouter --queue-policy all",
                        "applicable",
                        true,
                        "why",
                        ""));
    }

    static Object fixed() {
        return Map.of(
                "ok",
                true,
                "output",
                "vireo vrouter --load-balance auto",
                "before",
                "12,431 packets lost",
                "after",
                "it is gone",
                "packetsPerSecondBefore",
                400_000,
                "packetsPerSecondAfter",
                500_000,
                "ratio",
                1.25);
    }

    static Object drops() {
        final List<Object> list = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            list.add(Map.of(
                    "number",
                    i,
                    "time",
                    "2026-11-27T10:00:0" + i + "Z",
                    "lcore",
                    10 + i,
                    "vif",
                    3,
                    "vifName",
                    "g2-vm0",
                    "reason",
                    "FLOW_ACTION_DROP",
                    "label",
                    "Flow Action Drop",
                    "packet",
                    "IPv4 120.0.0.4:4000" + i + " > 120.0.0.3:80 TCP"));
        }
        return Map.of("drops", list);
    }

    /**
     * The kept lab's shelf.
     *
     * @param planted the name of the one that is, empty for none; null when there is no lab
     */
    static Object faults(final String planted) {
        if (planted == null) {
            return Map.of("faults", List.of(), "why", "no kept lab is behind this console");
        }
        return Map.of(
                "faults",
                List.of(
                        fault("unserved-queue", "Five queues on four lcores", 120, planted),
                        fault("gre-funnel", "GRE without entropy", 69, planted)));
    }

    private static Map<String, Object> fault(
            final String name, final String title, final int page, final String planted) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("title", title);
        tree.put("page", page);
        tree.put("what", "what is planted and what will be seen of " + name);
        tree.put("state", name.equals(planted) ? "planted" : "off");
        tree.put("node", "compute2");
        tree.put("vif", "five");
        tree.put("message", "");
        return tree;
    }

    static Object ring(final long moved) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("enabled", true);
        tree.put("trouble", "");
        tree.put("kind", "split");
        tree.put("size", RING_SIZE);
        tree.put("avail", (moved + 60) & INDEX_MASK);
        tree.put("seen", moved & INDEX_MASK);
        tree.put("used", moved & INDEX_MASK);
        tree.put("waiting", 60);
        tree.put("kicks", "suppressed");
        tree.put("calls", "wanted");
        final List<Object> descriptors = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("slot", (int) ((moved + i) % RING_SIZE));
            row.put("id", i);
            row.put("address", "0x1400" + i + "000");
            row.put("length", 2048);
            row.put("flags", "write");
            row.put("next", null);
            row.put("waiting", i >= 8);
            descriptors.add(row);
        }
        tree.put("descriptors", descriptors);
        return tree;
    }
}
