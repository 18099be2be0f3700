// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import net.vireo.cli.show.PortKindTable;

/** {@code /api/v1/ports}: the kinds of ports, and what each can and cannot do (deck p105, p117, p146). */
public final class PortsApi implements HttpService {
    @Override
    public void routing(final HttpRules rules) {
        rules.get("/", PortsApi::list);
    }

    private static void list(final ServerRequest request, final ServerResponse response) {
        new Parameters(request);
        Answers.json(response, Map.of("ports", PortKindTable.trees()));
    }
}
