// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads YAML with the place of every value. Aliases and repeated keys are refused. */
public final class YamlReader {
    private static final int MAX_DEPTH = 20;

    private final YAMLParser parser;
    private final Problems problems;

    private YamlReader(final YAMLParser parser, final Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The one document of a file, or empty with the reason in {@code problems}. */
    public static Optional<Yaml> read(final String text, final Problems problems) {
        final List<Yaml> documents = readAll(text, "kind: Node", problems);
        if (documents.size() > 1) {
            final Yaml second = documents.get(1);
            problems.add(second, "a second document, expected one document per file");
        }
        return documents.stream().findFirst();
    }

    /**
     * The documents of a file, divided by lines of {@code ---}.
     *
     * @param expected what a file should begin with, for the message when it is empty
     * @return none, with the reason in {@code problems}, when the file is no YAML or empty
     */
    public static List<Yaml> readAll(final String text, final String expected, final Problems problems) {
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), new PairSafeReader(text))) {
            final YamlReader reader = new YamlReader((YAMLParser) parser, problems);
            final List<Yaml> documents = new ArrayList<>();
            while (parser.nextToken() != null) {
                documents.add(reader.value(0));
            }
            if (documents.isEmpty()) {
                problems.add(1, 1, "the file is empty, expected " + expected);
            }
            return documents;
        } catch (final StreamReadException e) {
            final TokenStreamLocation at = e.getLocation();
            problems.add(at.getLineNr(), at.getColumnNr(), "not YAML: " + reason(e.getOriginalMessage()));
            return List.of();
        }
    }

    /** The sentences of the parser's message without its own picture of the place, which we give as line and column. */
    private static String reason(final String message) {
        final StringBuilder reason = new StringBuilder();
        for (final String line : message.lines().toList()) {
            if (!line.isBlank() && line.charAt(0) != ' ') {
                reason.append(reason.isEmpty() ? "" : ", ").append(line);
            }
        }
        return reason.toString();
    }

    private Yaml value(final int depth) {
        final TokenStreamLocation at = parser.currentTokenLocation();
        final int line = at.getLineNr();
        final int column = at.getColumnNr();
        final JsonToken token = parser.currentToken();
        if (depth > MAX_DEPTH) {
            problems.add(line, column, "nested more than " + MAX_DEPTH + " deep");
            parser.skipChildren();
            return new Yaml.Scalar("", line, column);
        }
        if (parser.isCurrentAlias()) {
            problems.add(line, column, "an alias, expected the value itself");
            return new Yaml.Scalar("", line, column);
        }
        return switch (token) {
            case START_OBJECT -> mapping(line, column, depth);
            case START_ARRAY -> sequence(line, column, depth);
            case VALUE_NULL -> new Yaml.Scalar("", line, column);
            default -> new Yaml.Scalar(parser.getString(), line, column);
        };
    }

    private Yaml mapping(final int line, final int column, final int depth) {
        final LinkedHashMap<String, Yaml> values = new LinkedHashMap<>();
        final LinkedHashMap<String, Yaml.Scalar> keys = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String key = parser.currentName();
            final TokenStreamLocation at = parser.currentTokenLocation();
            final Yaml.Scalar place = new Yaml.Scalar(key, at.getLineNr(), at.getColumnNr());
            parser.nextToken();
            final Yaml value = value(depth + 1);
            final Yaml.Scalar first = keys.putIfAbsent(key, place);
            if (first == null) {
                values.put(key, value);
            } else {
                problems.add(place, "key '" + key + "' again, it is already in line " + first.line());
            }
        }
        return new Yaml.Mapping(values, keys, line, column);
    }

    private Yaml sequence(final int line, final int column, final int depth) {
        final List<Yaml> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(depth + 1));
        }
        return new Yaml.Sequence(elements, line, column);
    }
}
