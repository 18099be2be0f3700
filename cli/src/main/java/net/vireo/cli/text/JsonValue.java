// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** JSON as plain values: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean}, null. */
public final class JsonValue {
    private static final int MAX_DEPTH = 20;

    private JsonValue() {}

    /** The text is no JSON; the message says where and why. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(final String message) {
            super(message);
        }
    }

    /** Reads one value. */
    public static Object parse(final String text) throws Malformed {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() == null) {
                throw new Malformed("empty, expected a JSON object");
            }
            final Object value = value(json, 0);
            if (json.nextToken() != null) {
                throw new Malformed("something stands behind the first JSON value");
            }
            return value;
        } catch (final StreamReadException e) {
            throw new Malformed("no JSON, line " + e.getLocation().getLineNr() + " column "
                    + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage());
        } catch (final JacksonException e) {
            throw new Malformed("unreadable: " + e.getOriginalMessage());
        }
    }

    private static Object value(final JsonParser json, final int depth) throws Malformed {
        if (depth > MAX_DEPTH) {
            throw new Malformed("nested more than " + MAX_DEPTH + " deep");
        }
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json, depth);
            case START_ARRAY -> array(json, depth);
            case VALUE_NUMBER_INT -> integer(json);
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.getString();
        };
    }

    private static Object integer(final JsonParser json) throws Malformed {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new Malformed("the number " + json.getString() + " has more than 64 bits");
        }
        return json.getLongValue();
    }

    private static Map<String, Object> object(final JsonParser json, final int depth) throws Malformed {
        final Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String key = json.currentName();
            json.nextToken();
            object.put(key, value(json, depth + 1));
        }
        return object;
    }

    private static List<Object> array(final JsonParser json, final int depth) throws Malformed {
        final List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json, depth + 1));
        }
        return array;
    }
}
