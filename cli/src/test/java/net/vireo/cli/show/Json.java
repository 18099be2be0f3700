// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON to its end. */
final class Json {
    private Json() {}

    /** @throws tools.jackson.core.exc.StreamReadException when the text is not exactly one JSON value */
    static void check(final String text) {
        final JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), text)) {
            int documents = 0;
            JsonToken token = json.nextToken();
            while (token != null) {
                documents += json.streamReadContext().inRoot() && !token.isStructStart() ? 1 : 0;
                token = json.nextToken();
            }
            if (documents != 1) {
                throw new IllegalStateException(documents + " JSON documents");
            }
        }
    }
}
