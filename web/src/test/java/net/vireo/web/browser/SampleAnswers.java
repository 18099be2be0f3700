// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import java.util.ArrayList;
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

    static Object ring(final long moved) {
        return Map.of(
                "size", RING_SIZE, "avail", (moved + 60) & INDEX_MASK, "used", moved & INDEX_MASK, "kind", "split");
    }
}
