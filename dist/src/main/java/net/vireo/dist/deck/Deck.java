// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist.deck;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.failure.CommandFailed;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * The index of the deck, {@code docs/deck.yaml}, which the build puts beside the classes.
 *
 * @param pages in the order of the file
 */
record Deck(List<Page> pages) {
    static final List<String> STATUSES = List.of("done", "partial", "not yet", "document only");

    private static final String RESOURCE = "deck.yaml";

    /**
     * The index that this program was built with.
     *
     * @throws CommandFailed when it is missing or damaged
     */
    static Deck ofThisProgram() {
        try (InputStream file = Deck.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new CommandFailed("the index of the deck is not part of this program", "build it again");
            }
            return read(file.readAllBytes());
        } catch (final IOException e) {
            throw new CommandFailed("cannot read the index of the deck: " + e.getMessage(), "build it again", e);
        }
    }

    static Deck read(final byte[] yaml) {
        final List<Page> pages = new ArrayList<>();
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), yaml)) {
            // What stands in front of the pages is for people.
            JsonToken token = parser.nextToken();
            while (token != null && token != JsonToken.START_ARRAY) {
                token = parser.nextToken();
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                pages.add(page(parser));
            }
        } catch (final JacksonException | NumberFormatException e) {
            throw new CommandFailed("the index of the deck is damaged: " + e.getMessage(), "build it again", e);
        }
        return new Deck(List.copyOf(pages));
    }

    private static Page page(final JsonParser parser) {
        final Map<String, String> values = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            final String key = parser.currentName();
            parser.nextToken();
            values.put(key, parser.getString());
        }
        return new Page(
                Integer.parseInt(values.getOrDefault("page", "")),
                values.getOrDefault("title", ""),
                values.getOrDefault("kind", ""),
                values.getOrDefault("status", ""),
                values.getOrDefault("test", ""),
                values.getOrDefault("scenario", ""),
                values.getOrDefault("look", ""),
                values.getOrDefault("screen", ""));
    }

    Optional<Page> page(final int number) {
        return pages.stream().filter(page -> page.number() == number).findFirst();
    }
}
