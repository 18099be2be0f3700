// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.vireo.cli.yaml.Problems;

/**
 * The {@code *.yaml} files of a directory. A file is read again when its times or length changed, and when it was left alone
 * since the look before: what somebody is still writing is not taken, nor is a file gone that is only being replaced. One
 * that is wrong counts as it last was; the others are taken. Files are read in the order of their names. One thread.
 */
public final class ConfigDirectory implements ConfigSource {
    private static final String ENDING = ".yaml";

    /** By what a file looks changed. Its times may be somebody's wish, but the last: when its inode changed. */
    private static final String STAMP = "unix:lastModifiedTime,size,fileKey,ctime";

    private final Path directory;
    private final SortedMap<Path, Held> held = new TreeMap<>();
    /** How files looked that have changed, until they look the same twice. */
    private final Map<Path, Object> changing = new HashMap<>();

    private boolean started;
    private String directoryProblem = "";
    private List<String> mergeProblems = List.of();
    private Config config = Config.EMPTY;

    /** What is known of one file: how it looked, what it last meant, and what is wrong with it now. */
    private record Held(Object stamp, List<Placed> objects, List<String> problems) {}

    /** An object with the place that it comes from, for messages. */
    record Placed(ConfigObject object, int line, int column) {}

    /** Reads nothing yet. A change counts with the second {@link #current} that finds it. */
    public ConfigDirectory(final Path directory) {
        this.directory = directory;
    }

    @Override
    public Config current() {
        if (look()) {
            merge();
        }
        return config;
    }

    @Override
    public List<String> problems() {
        final List<String> all = new ArrayList<>();
        if (!directoryProblem.isEmpty()) {
            all.add(directoryProblem);
        }
        held.values().forEach(file -> all.addAll(file.problems));
        all.addAll(mergeProblems);
        return all;
    }

    /** @return whether anything changed */
    private boolean look() {
        final List<Path> files = new ArrayList<>();
        final Object gone;
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory, path -> path.toString().endsWith(ENDING))) {
            // The directory's time tells a file that stays away from one that was there between two looks.
            gone = Files.getLastModifiedTime(directory);
            entries.forEach(files::add);
            directoryProblem = "";
        } catch (final IOException | DirectoryIteratorException e) {
            // Nothing is forgotten because a directory cannot be read for a moment.
            directoryProblem = directory + ": cannot be read: " + e + ", what it held before still counts";
            return false;
        }
        changing.keySet().removeIf(file -> !files.contains(file) && !held.containsKey(file));
        boolean changed = held.keySet().removeIf(file -> !files.contains(file) && isQuiet(file, gone));
        for (final Path file : files) {
            changed |= look(file);
        }
        started = true;
        return changed;
    }

    /** Whether a file looks as it did last time; at the start there was no last time. */
    private boolean isQuiet(final Path file, final Object stamp) {
        if (started && !stamp.equals(changing.put(file, stamp))) {
            return false;
        }
        changing.remove(file);
        return true;
    }

    private boolean look(final Path file) {
        final Held before = held.get(file);
        final Problems problems = new Problems(file.getFileName().toString());
        Object stamp = "";
        List<Placed> objects = before == null ? List.of() : before.objects;
        try {
            final Map<String, Object> attributes = Files.readAttributes(file, STAMP);
            stamp = attributes;
            if (before != null && before.stamp.equals(stamp)) {
                changing.remove(file);
                return false;
            }
            if (!isQuiet(file, stamp)) {
                return false;
            }
            if (before != null && isBeingWritten(attributes, before)) {
                problems.add(1, 1, "is empty: what it held still counts; to take that away, delete the file");
                held.put(file, new Held(stamp, objects, problems.lines()));
                return true;
            }
            final List<Placed> read = ConfigReader.read(Files.readString(file), problems);
            if (problems.isEmpty()) {
                objects = read;
            }
        } catch (final IOException e) {
            problems.add(1, 1, "cannot be read: " + e + ", expected UTF-8 text");
        }
        held.put(file, new Held(stamp, objects, problems.lines()));
        return true;
    }

    @Override
    public boolean isSettling() {
        return !changing.isEmpty();
    }

    /** Writing a file anew begins with its being empty; to take away what it held it is to be deleted, or commented out. */
    private static boolean isBeingWritten(final Map<String, Object> attributes, final Held before) {
        return attributes.get("size").equals(0L) && !before.objects.isEmpty();
    }

    private void merge() {
        final Map<String, String> places = new HashMap<>();
        final List<String> problems = new ArrayList<>();
        final List<ConfigObject> objects = new ArrayList<>();
        held.forEach((file, content) -> {
            for (final Placed placed : content.objects) {
                final String what = placed.object instanceof NodeSettings ? NodeSettings.KIND : placed.object.title();
                final String place = file.getFileName() + ":" + placed.line + ":" + placed.column;
                final String first = places.putIfAbsent(what, place);
                if (first == null) {
                    objects.add(placed.object);
                } else {
                    problems.add(
                            place + ": " + placed.object.title() + " is there already, in " + first + ", which counts");
                }
            }
        });
        mergeProblems = List.copyOf(problems);
        final Config merged = new Config(objects);
        if (!merged.equals(config)) {
            config = merged;
        }
    }
}
