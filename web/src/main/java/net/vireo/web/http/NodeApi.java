// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.web.sample.Feed;
import net.vireo.web.sample.NodeSampler;
import net.vireo.web.sample.Nodes;

/** {@code /api/v1/nodes}: which there are, what they do now, as a stream, and what they did. */
public final class NodeApi implements HttpService {
    private static final int MOST_SECONDS = 300;

    private final Nodes nodes;
    private final EventStreams streams;

    /** Of these nodes. */
    public NodeApi(final Nodes nodes, final EventStreams streams) {
        this.nodes = nodes;
        this.streams = streams;
    }

    @Override
    public void routing(final HttpRules rules) {
        rules.get("/", this::list)
                .get("/{name}/snapshot", this::snapshot)
                .get("/{name}/events", this::events)
                .get("/{name}/history", this::history)
                .get("/{name}/history/{sequence}", this::moment);
    }

    private void list(final ServerRequest request, final ServerResponse response) {
        new Parameters(request);
        final List<Object> list = nodes.all().stream()
                .map(sampler -> {
                    final Map<String, Object> tree = new LinkedHashMap<>();
                    tree.put("name", sampler.node().name());
                    tree.put("alive", sampler.feed().latest().isPresent());
                    tree.put("trouble", sampler.feed().trouble());
                    return (Object) tree;
                })
                .toList();
        Answers.json(response, Map.of("nodes", list));
    }

    private void snapshot(final ServerRequest request, final ServerResponse response) {
        final Feed feed = sampler(nodes, new Parameters(request)).feed();
        Answers.json(response, feed.latest().orElseThrow(() -> unseen(feed)).json());
    }

    private void events(final ServerRequest request, final ServerResponse response) {
        streams.serve(sampler(nodes, new Parameters(request)).feed(), response);
    }

    private void history(final ServerRequest request, final ServerResponse response) {
        final Parameters parameters = new Parameters(request, "seconds");
        final int seconds = parameters.number("seconds", 1, MOST_SECONDS, MOST_SECONDS);
        final Feed feed = sampler(nodes, parameters).feed();
        Answers.json(
                response,
                Map.of(
                        "frames",
                        feed.history(seconds).stream().map(HistoryTree::of).toList()));
    }

    private void moment(final ServerRequest request, final ServerResponse response) {
        final Parameters parameters = new Parameters(request);
        final Feed feed = sampler(nodes, parameters).feed();
        final int sequence = parameters.pathNumber("sequence", 1, Integer.MAX_VALUE);
        Answers.json(
                response,
                feed.kept(sequence)
                        .orElseThrow(() -> new ApiError(
                                ApiError.NOT_FOUND,
                                "no moment with sequence " + sequence + " is kept",
                                "/history lists those of the last five minutes"))
                        .json());
    }

    /** The node that a path names. */
    static NodeSampler sampler(final Nodes nodes, final Parameters parameters) {
        final String name = parameters.path("name");
        return nodes.named(name)
                .orElseThrow(() -> new ApiError(
                        ApiError.NOT_FOUND,
                        "there is no node '" + Parameters.shortened(name) + "' here",
                        "there are: "
                                + String.join(
                                        ", ",
                                        nodes.all().stream()
                                                .map(each -> each.node().name())
                                                .toList())));
    }

    static ApiError unseen(final Feed feed) {
        return new ApiError(
                ApiError.UNAVAILABLE, "the node cannot be looked at: " + feed.trouble(), "see 'vireo status'");
    }
}
