// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import net.vireo.lab.host.Commands.Done;
import tools.jackson.databind.JsonNode;

/** A flow that is denied: predicted, tried and explained. */
final class BlockedStep implements Step.Play {
    static final String NODE = "compute1";
    private static final int PORT = 5353;
    private static final int SOURCE_PORT = 40_404;
    private static final String[] TRACE = {
        "trace",
        "--from",
        "g2-vm0",
        "--to",
        "120.0.0.3",
        "--udp",
        String.valueOf(PORT),
        "--source-port",
        String.valueOf(SOURCE_PORT),
        "--send"
    };

    @Override
    public void on(final Stagehand stage) throws InterruptedException {
        final JsonNode open = stage.json(TRACE);
        stage.claim(
                "while it is permitted, its packets arrive",
                open.path("outcome").path("kind").asString("").equals("delivered"),
                open.path("outcome").path("text").asString(""));
        final int flow = flow(stage);
        stage.claim("the flow is in the table", flow >= 0, "index " + flow);
        if (flow < 0) {
            return;
        }
        final Done denied = stage.show("flow", "-d", String.valueOf(flow), "--node", NODE);
        stage.claim("it is denied", denied.ok(), "");
        final Done trace = stage.show(line -> line.contains("drop"), TRACE);
        final JsonNode answer = stage.json(TRACE);
        final String outcome = answer.path("outcome").path("text").asString("");
        stage.claim(
                "the trace says who drops it, and why",
                trace.exitCode() == 1
                        && answer.path("outcome").path("kind").asString("").equals("dropped"),
                outcome);
        stage.claim(
                "the probe ended where the prediction said",
                answer.path("agree").asBoolean(false),
                "");
        stage.show(line -> line.contains(String.valueOf(PORT)), "why", "--drops", "--last", "5", "--node", NODE);
    }

    /** @return its index, or -1 */
    private static int flow(final Stagehand stage) throws InterruptedException {
        for (final JsonNode flow : stage.json("flow", "--node", NODE).path("flows")) {
            if (flow.path("destinationPort").asInt(0) == PORT
                    && flow.path("sourcePort").asInt(0) == SOURCE_PORT) {
                return flow.path("index").asInt(-1);
            }
        }
        return -1;
    }
}
