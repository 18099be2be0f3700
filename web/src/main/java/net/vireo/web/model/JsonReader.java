// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON of another process to the trees that {@link Json} writes. Nothing nests deeper than a few levels. */
public final class JsonReader {
    private static final int MOST_DEPTH = 8;

    private final JsonParser json;

    private JsonReader(final JsonParser json) {
        this.json = json;
    }

    /**
     * Reads one value.
     *
     * @throws IOException a sentence, when it is none, nests too deep, or something follows it
     */
    public static Object read(final byte[] text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            final Object value = new JsonReader(parser).value(0);
            if (parser.nextToken() != null) {
                throw new IOException("something follows the JSON");
            }
            return value;
        } catch (final JacksonException noJson) {
            throw new IOException("this is not JSON: " + noJson.getOriginalMessage(), noJson);
        }
    }

    private Object value(final int depth) throws IOException {
        final JsonToken token = json.currentToken();
        if (token == null || depth > MOST_DEPTH) {
            throw new IOException(token == null ? "the JSON is cut off" : "the JSON nests too deep");
        }
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("the JSON is cut off");
        };
    }

    private Map<String, Object> object(final int depth) throws IOException {
        final Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            final String name = json.currentName();
            json.nextToken();
            map.put(name, value(depth + 1));
        }
        return map;
    }

    private List<Object> array(final int depth) throws IOException {
        final List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(depth + 1));
        }
        return list;
    }
}
