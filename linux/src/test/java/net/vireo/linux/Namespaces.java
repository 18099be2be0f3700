// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Network namespaces of one test, and iproute2's view of them. */
public final class Namespaces implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final List<Path> made = new ArrayList<>();

    public Namespaces() {
        try {
            folder = Files.createTempDirectory("vireo-netns");
        } catch (final IOException failure) {
            throw new AssertionError(failure);
        }
    }

    public Path create(final String name) {
        final Path file = folder.resolve(name);
        NetNamespace.create(file);
        made.add(file);
        return file;
    }

    /** What {@code ip -j ...} prints inside the namespace; fails the test when it fails or is not installed. */
    public static JsonNode ip(final Path netns, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("ip", "-j"));
        command.addAll(List.of(arguments));
        final String output = run(netns, command.toArray(String[]::new));
        return JSON.readTree(output.isBlank() ? "[]" : output);
    }

    /** What a command prints inside the namespace; fails the test when it fails or is not installed. */
    public static String run(final Path netns, final String... command) {
        try {
            final Process process = NetNamespace.call(
                    netns,
                    () -> new ProcessBuilder(command).redirectErrorStream(true).start());
            final String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (final IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        made.forEach(NetNamespace::delete);
        try {
            Files.delete(folder);
        } catch (final IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
