// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.vireo.web.shelf.Shelf;

/** {@code /api/v1/faults}: what the kept lab behind this console can plant, and planting and lifting it. */
public final class FaultApi implements HttpService {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final String NO_LAB = "no kept lab is behind this console";

    private final Shelf shelf;

    /** Of this lab, if there is one. */
    public FaultApi(final Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public void routing(final HttpRules rules) {
        rules.get("/", this::list)
                .post("/{name}/plant", (request, response) -> change(request, response, "plant"))
                .post("/{name}/lift", (request, response) -> change(request, response, "lift"));
    }

    private void list(final ServerRequest request, final ServerResponse response) {
        new Parameters(request);
        if (shelf.isThere()) {
            answer(response, ask("list", Optional.empty()));
            return;
        }
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("faults", List.of());
        tree.put("why", NO_LAB);
        Answers.json(response, tree);
    }

    private void change(final ServerRequest request, final ServerResponse response, final String wish) {
        final String name = new Parameters(request).path("name");
        if (!NAME.matcher(name).matches()) {
            throw new ApiError(
                    ApiError.NOT_FOUND,
                    "there is no fault '" + Parameters.shortened(name) + "'",
                    "/api/v1/faults lists those there are");
        }
        if (!shelf.isThere()) {
            throw new ApiError(ApiError.CONFLICT, NO_LAB, "start one: vireo lab --keep");
        }
        answer(response, ask(wish, Optional.of(name)));
    }

    private Shelf.Answer ask(final String wish, final Optional<String> fault) {
        try {
            return shelf.ask(wish, fault);
        } catch (final IOException silent) {
            throw new ApiError(ApiError.UNAVAILABLE, silent.getMessage(), "see whether the lab still runs");
        }
    }

    private static void answer(final ServerResponse response, final Shelf.Answer answer) {
        if (!answer.problem().isEmpty()) {
            throw new ApiError(ApiError.CONFLICT, answer.problem(), "/api/v1/faults lists those there are");
        }
        Answers.json(response, Map.of("faults", answer.faults()));
    }
}
