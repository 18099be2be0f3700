// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Kept inputs: one file each, {@code name.hex}, lines of hexadecimal digits, and comment lines that start with {@code #}.
 */
public final class Corpus {
    private static final String SUFFIX = ".hex";

    private final SortedMap<String, byte[]> inputs;

    private Corpus(final SortedMap<String, byte[]> inputs) {
        this.inputs = inputs;
    }

    /** Reads every {@code .hex} file of a folder; an empty folder is a mistake and said so. */
    public static Corpus load(final Path folder) {
        final SortedMap<String, byte[]> inputs = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(SUFFIX)).forEach(file -> inputs.put(name(file), read(file)));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot list the corpus " + folder.toAbsolutePath(), e);
        }
        if (inputs.isEmpty()) {
            throw new IllegalStateException("no " + SUFFIX + " files in " + folder.toAbsolutePath());
        }
        return new Corpus(inputs);
    }

    /** One input by its file's name without suffix; a copy. */
    public byte[] bytes(final String name) {
        final byte[] bytes = inputs.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("no input \"" + name + "\" in the corpus; there are " + inputs.keySet());
        }
        return bytes.clone();
    }

    /** All inputs in the order of their names. */
    public List<byte[]> all() {
        return List.copyOf(inputs.values());
    }

    /** All names, sorted. */
    public List<String> names() {
        return List.copyOf(inputs.keySet());
    }

    private static String name(final Path file) {
        final String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static byte[] read(final Path file) {
        try {
            final StringBuilder digits = new StringBuilder();
            for (final String line : Files.readAllLines(file)) {
                if (!line.startsWith("#")) {
                    digits.append(line.replace(" ", ""));
                }
            }
            return HexFormat.of().parseHex(digits);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final IllegalArgumentException e) {
            throw new IllegalStateException(file + " is not hexadecimal: " + e.getMessage(), e);
        }
    }
}
