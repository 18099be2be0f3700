// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import net.vireo.web.model.Json;

/** How answers look. */
public final class Answers {
    private static final HeaderName CONTENT_TYPE = HeaderNames.CONTENT_TYPE;
    private static final HeaderName CACHE_CONTROL = HeaderNames.CACHE_CONTROL;

    private Answers() {}

    /** A tree of maps, lists, numbers and strings as JSON. */
    public static void json(final ServerResponse response, final Object tree) {
        json(response, Json.bytes(tree));
    }

    /** JSON that is written already. */
    public static void json(final ServerResponse response, final byte[] text) {
        response.header(CONTENT_TYPE, "application/json");
        response.header(CACHE_CONTROL, "no-store");
        response.send(text);
    }

    /** A sentence. */
    public static void error(final ServerResponse response, final int status, final String sentence) {
        response.status(Status.create(status));
        json(response, Map.of("error", sentence));
    }
}
