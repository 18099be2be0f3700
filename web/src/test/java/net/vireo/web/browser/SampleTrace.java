// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A trace's answer: from compute1 through the tunnel to compute2, where the probe meets a policy that was not predicted. */
final class SampleTrace {
    static final String RULE = "A policy denies its flow: rule web-to-db.";

    private SampleTrace() {}

    static Map<String, Object> answer(final String from, final String to, final boolean sent) {
        final Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("question", Map.of("from", from, "to", to));
        answer.put("predicted", walk(false));
        answer.put("assumptions", List.of());
        answer.put("outcome", outcome(sent));
        if (sent) {
            answer.put("actual", walk(true));
            answer.put("agree", false);
            answer.put(
                    "partings",
                    List.of(Map.of(
                            "hop",
                            1,
                            "node",
                            "compute2",
                            "graphNode",
                            "flow-2",
                            "text",
                            "flow-2 on compute2: forward predicted, dropped by rule web-to-db")));
        }
        return answer;
    }

    private static Map<String, Object> outcome(final boolean dropped) {
        return dropped
                ? Map.of("kind", "dropped", "sentence", RULE, "text", "dropped on compute2: Flow Action Drop")
                : Map.of("kind", "delivered", "sentence", "", "text", "delivered to g2-vm1 on compute2");
    }

    private static Map<String, Object> walk(final boolean dropped) {
        final List<Object> far = new ArrayList<>(List.of(
                step("vif-input", "fabric-input", "fabric"),
                step("fabric-input", "mpls-input", "for this node"),
                step("mpls-input", "flow-2", "label 19")));
        if (dropped) {
            final Map<String, Object> drop = step("flow-2", "drop", "flow 25");
            drop.put("dropped", "flow_action_drop");
            drop.put("sentence", RULE);
            far.add(drop);
        } else {
            far.add(step("flow-2", "encap-rewrite", "flow 25, forward"));
            far.add(leaving("encap-rewrite", "to g2-vm1"));
        }
        return Map.of(
                "hops",
                List.of(
                        hop(
                                "compute1",
                                "g2-vm0",
                                List.of(
                                        step("vif-input", "guest-input", "vrf 1 (red)"),
                                        step("guest-input", "route-lookup", "to 120.0.0.3"),
                                        step("route-lookup", "encap-mplsudp", "120.0.0.3/32, next hop 9, label 19"),
                                        leaving("encap-mplsudp", "leaves by vif0/0 fabric"))),
                        hop("compute2", "fabric", far)),
                "outcome",
                outcome(dropped));
    }

    private static Map<String, Object> hop(final String node, final String vif, final List<Object> steps) {
        return Map.of(
                "node",
                node,
                "vif",
                Map.of("name", vif),
                "lcoreText",
                "queue 0, lcore 10 polls and processes it",
                "steps",
                steps,
                "sent",
                List.of(Map.of("text", "MPLSoUDP, label 19", "lengthBytes", 120)));
    }

    private static Map<String, Object> step(final String graphNode, final String to, final String text) {
        final Map<String, Object> step = new LinkedHashMap<>();
        step.put("packet", 0);
        step.put("graphNode", graphNode);
        step.put("to", to);
        step.put("lcore", 10);
        step.put("text", text);
        return step;
    }

    private static Map<String, Object> leaving(final String graphNode, final String text) {
        final Map<String, Object> step = step(graphNode, null, text);
        step.put("txVif", Map.of("name", "out"));
        return step;
    }
}
