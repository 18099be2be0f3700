// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.JsonText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * {@code names.json} in a node's directory: lists of flat records and a format version. Written whole to a
 * temporary file and renamed, so that a reader never sees half of it.
 */
public final class NamesFile {
    /** The file's name in the node's directory. */
    public static final String FILE_NAME = "names.json";

    private static final int FORMAT_VERSION = 1;

    /** The lists that are nothing but an id and what it is called. */
    private static final Map<String, Function<NodeNames, SortedMap<Integer, String>>> NAMED = named();

    private NamesFile() {}

    private static Map<String, Function<NodeNames, SortedMap<Integer, String>>> named() {
        final Map<String, Function<NodeNames, SortedMap<Integer, String>>> named = new LinkedHashMap<>();
        named.put("vrfs", NodeNames::vrfs);
        named.put("labels", NodeNames::labels);
        named.put("vnis", NodeNames::vnis);
        named.put("mirrors", NodeNames::mirrors);
        named.put("forwardingClasses", NodeNames::classes);
        named.put("qosMaps", NodeNames::qosMaps);
        return named;
    }

    /** What the second member of a record is called. */
    private static String keyOf(final String list) {
        return list.equals("labels") || list.equals("vnis") ? "meaning" : "name";
    }

    /**
     * The names of a node; none when there is no file.
     *
     * @throws CommandFailed when the file is unreadable, no JSON, or of another version
     */
    public static NodeNames read(final Path directory) {
        final Path file = directory.resolve(FILE_NAME);
        final String text;
        try {
            text = Files.readString(file);
        } catch (final NoSuchFileException e) {
            return new NodeNames("");
        } catch (final IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e, "use --plain to do without names", e);
        }
        try {
            return parse(text);
        } catch (final StreamReadException | NumberFormatException e) {
            throw new CommandFailed(
                    file + " is damaged: " + e.getMessage(),
                    "remove it and run vireo apply again, or use --plain to do without names",
                    e);
        }
    }

    static NodeNames parse(final String text) {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            final Map<String, String> top = new HashMap<>();
            final Map<String, List<Map<String, String>>> lists = new HashMap<>();
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                final String key = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    lists.put(key, records(json));
                } else {
                    top.put(key, json.getString());
                    json.skipChildren();
                }
            }
            return names(top, lists);
        }
    }

    private static List<Map<String, String>> records(final JsonParser json) {
        final List<Map<String, String>> records = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            final Map<String, String> record = new HashMap<>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                final String key = json.currentName();
                json.nextToken();
                record.put(key, json.getString());
                json.skipChildren();
            }
            records.add(record);
        }
        return records;
    }

    private static NodeNames names(final Map<String, String> top, final Map<String, List<Map<String, String>>> lists) {
        final int version = Integer.parseInt(top.getOrDefault("formatVersion", "0"));
        if (version != FORMAT_VERSION) {
            throw new NumberFormatException("format version " + version + ", expected " + FORMAT_VERSION);
        }
        final NodeNames names = new NodeNames(top.getOrDefault("node", ""));
        lists.getOrDefault("vifs", List.of())
                .forEach(r -> names.vifs()
                        .put(
                                number(r, "id"),
                                new NodeNames.VifName(text(r, "name"), text(r, "device"), text(r, "network"))));
        NAMED.forEach((list, map) -> lists.getOrDefault(list, List.of())
                .forEach(r -> map.apply(names).put(number(r, "id"), text(r, keyOf(list)))));
        lists.getOrDefault("nexthops", List.of())
                .forEach(r -> names.nexthops()
                        .put(number(r, "id"), new NodeNames.NexthopName(text(r, "key"), text(r, "meaning"))));
        lists.getOrDefault("routes", List.of())
                .forEach(r -> names.routes().add(new NodeNames.RouteKey(number(r, "vrf"), text(r, "prefix"))));
        lists.getOrDefault("macs", List.of())
                .forEach(r -> names.macs().add(new NodeNames.RouteKey(number(r, "vrf"), text(r, "mac"))));
        return names;
    }

    private static int number(final Map<String, String> record, final String key) {
        return Integer.parseInt(text(record, key));
    }

    private static String text(final Map<String, String> record, final String key) {
        return record.getOrDefault(key, "");
    }

    /**
     * Replaces the file.
     *
     * @throws CommandFailed when it cannot be written
     */
    public static void write(final Path directory, final NodeNames names) {
        final Path file = directory.resolve(FILE_NAME);
        final Path temporary = directory.resolve(FILE_NAME + ".new");
        try {
            Files.writeString(temporary, JsonText.pretty(tree(names)));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw new CommandFailed("cannot write " + file + ": " + e, "the run directory must be writable to you", e);
        }
    }

    private static Map<String, Object> tree(final NodeNames names) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("formatVersion", FORMAT_VERSION);
        tree.put("node", names.node());
        final List<Object> vifs = new ArrayList<>();
        names.vifs()
                .forEach((id, vif) -> vifs.add(
                        record("id", id, "name", vif.name(), "device", vif.device(), "network", vif.network())));
        tree.put("vifs", vifs);
        final List<Object> nexthops = new ArrayList<>();
        names.nexthops().forEach((id, nh) -> nexthops.add(record("id", id, "key", nh.key(), "meaning", nh.meaning())));
        tree.put("nexthops", nexthops);
        NAMED.forEach((list, map) -> {
            final List<Object> records = new ArrayList<>();
            map.apply(names).forEach((id, name) -> records.add(record("id", id, keyOf(list), name)));
            tree.put(list, records);
        });
        final List<Object> routes = new ArrayList<>();
        names.routes().forEach(route -> routes.add(record("vrf", route.vrf(), "prefix", route.prefix())));
        tree.put("routes", routes);
        final List<Object> macs = new ArrayList<>();
        names.macs().forEach(entry -> macs.add(record("vrf", entry.vrf(), "mac", entry.prefix())));
        tree.put("macs", macs);
        return tree;
    }

    private static Map<String, Object> record(final Object... keysAndValues) {
        final Map<String, Object> record = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            record.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return record;
    }
}
