// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.cli.show.LiveKnobs;
import net.vireo.sandesh.VrouterClient;
import net.vireo.web.model.Knob;
import net.vireo.web.sample.NodeSampler;
import net.vireo.web.sample.Nodes;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Turns the knobs of a data plane that can be turned while packets pass. */
public final class KnobApi implements HttpService {
    private static final int MOST_BODY_BYTES = 256;

    private final Nodes nodes;

    /** Of these nodes. */
    public KnobApi(final Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public void routing(final HttpRules rules) {
        rules.post("/{name}/knobs/{knob}", this::turn);
    }

    private void turn(final ServerRequest request, final ServerResponse response) throws IOException {
        final Parameters parameters = new Parameters(request);
        final NodeSampler node = NodeApi.sampler(nodes, parameters);
        final String name = parameters.path("knob");
        final Knob knob =
                node.feed().latest().orElseThrow(() -> NodeApi.unseen(node.feed())).snapshot().knobs().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new ApiError(
                                ApiError.NOT_FOUND,
                                "there is no knob '" + Parameters.shortened(name) + "'",
                                "a snapshot lists those there are"));
        final String value = value(request);
        if (!knob.live()) {
            throw new ApiError(
                    ApiError.CONFLICT,
                    "'" + name + "' is an option of the data plane's start",
                    "start it anew with --" + name);
        }
        if (!knob.choices().contains(value)) {
            throw new ApiError(
                    ApiError.BAD_REQUEST,
                    "'" + name + "' cannot be '" + Parameters.shortened(value) + "'",
                    "it is one of " + String.join(", ", knob.choices()));
        }
        try (VrouterClient client = VrouterClient.connect(node.node().socket())) {
            LiveKnobs.turn(client, name, value);
        }
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ok", true);
        tree.put("output", "vireo vrouter --node " + node.node().name() + " --" + name + " " + value);
        Answers.json(response, tree);
    }

    /** The body is {@code {"value":".."}}. */
    private static String value(final ServerRequest request) throws IOException {
        final byte[] body;
        try (InputStream in = request.content().inputStream()) {
            body = in.readNBytes(MOST_BODY_BYTES + 1);
        }
        if (body.length <= MOST_BODY_BYTES) {
            try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), body)) {
                if (json.nextToken() == JsonToken.START_OBJECT
                        && json.nextToken() == JsonToken.PROPERTY_NAME
                        && json.currentName().equals("value")
                        && json.nextToken() == JsonToken.VALUE_STRING) {
                    final String value = json.getString();
                    if (json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null) {
                        return value;
                    }
                }
            } catch (final StreamReadException noJson) {
                throw wrongBody();
            }
        }
        throw wrongBody();
    }

    private static ApiError wrongBody() {
        return new ApiError(
                ApiError.BAD_REQUEST, "the body is not a value in JSON", "send {\"value\":\"..\"}, and nothing else");
    }
}
