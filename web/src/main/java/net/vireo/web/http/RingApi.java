// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import net.vireo.cli.show.RingText;
import net.vireo.sandesh.VrouterClient;
import net.vireo.web.sample.Nodes;

/** {@code /api/v1/nodes/NODE/vifs/ID/ring/QUEUE?side=rx|tx}: what stands in a guest's ring now. */
public final class RingApi implements HttpService {
    private static final int MOST_VIFS = 1 << 16;
    private static final int MOST_QUEUES = 128;

    private final Nodes nodes;

    /** Of these nodes. */
    public RingApi(final Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public void routing(final HttpRules rules) {
        rules.get("/{name}/vifs/{id}/ring/{queue}", this::look);
    }

    private void look(final ServerRequest request, final ServerResponse response) {
        final Parameters parameters = new Parameters(request, "side");
        final int vif = parameters.pathNumber("id", 0, MOST_VIFS);
        final int queue = parameters.pathNumber("queue", 0, MOST_QUEUES);
        final String side = parameters.text("side").orElse("rx");
        if (!side.equals("rx") && !side.equals("tx")) {
            throw new ApiError(
                    ApiError.BAD_REQUEST, "'side' is '" + Parameters.shortened(side) + "'", "it is rx or tx");
        }
        try (VrouterClient client =
                VrouterClient.connect(NodeApi.sampler(nodes, parameters).node().socket())) {
            Answers.json(response, RingText.tree(RingText.ask(client, vif, queue, side.equals("tx"))));
        }
    }
}
