// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist.deck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which states the console's page has, read from its sources: names and values that {@code hash.js} knows, and further
 * names that screens look at.
 *
 * @param allowed the values of names that have few
 * @param names all that are looked at
 */
record ConsoleStates(Map<String, List<String>> allowed, Set<String> names) {
    private static final Pattern DEFAULTS = Pattern.compile("const DEFAULTS = \\{([^}]*)\\}");
    private static final Pattern ALLOWED = Pattern.compile("const ALLOWED = \\{(.*?)\\n\\};", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("(\\w+): ");
    private static final Pattern VALUES = Pattern.compile("(\\w+): \\[([^\\]]*)\\]");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Pattern READ = Pattern.compile("\\bstate\\.(\\w+)");
    private static final Pattern TAKEN = Pattern.compile("const \\{([^}]*)\\} = (?:this\\.)?(?:app\\.)?state\\b");

    /** @param sources the folder of the page's modules */
    static ConsoleStates read(final Path sources) throws IOException {
        final String hash = Files.readString(sources.resolve("hash.js"));
        final Set<String> names =
                new TreeSet<>(groups(KEY, groups(DEFAULTS, hash).getFirst()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".js"))
                    .map(ConsoleStates::text)
                    .forEach(text -> {
                        names.addAll(groups(READ, text));
                        groups(TAKEN, text)
                                .forEach(list ->
                                        names.addAll(List.of(list.strip().split("[,\\s]+", -1))));
                    });
        }
        final Map<String, List<String>> allowed = new HashMap<>();
        VALUES.matcher(groups(ALLOWED, hash).getFirst())
                .results()
                .forEach(found -> allowed.put(found.group(1), groups(QUOTED, found.group(2))));
        return new ConsoleStates(allowed, names);
    }

    /** What the page would not understand of a state; empty when there is nothing. */
    String complaint(final String screen) {
        if (!screen.startsWith("#")) {
            return "it does not begin with '#'";
        }
        final List<String> wrong = new ArrayList<>();
        for (final String word : screen.substring(1).split("&", -1)) {
            final int equals = word.indexOf('=');
            final String name = equals < 0 ? word : word.substring(0, equals);
            final String value =
                    equals < 0 ? "" : URLDecoder.decode(word.substring(equals + 1), StandardCharsets.UTF_8);
            if (!names.contains(name)) {
                wrong.add("no screen looks at '" + name + "'");
            } else if (allowed.containsKey(name) && !allowed.get(name).contains(value)) {
                wrong.add(name + " is '" + value + "', expected one of " + allowed.get(name));
            }
        }
        return String.join("; ", wrong);
    }

    private static List<String> groups(final Pattern pattern, final String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static String text(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
