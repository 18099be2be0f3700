// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.JsonValue;

/** Ports in files, one each, named by UUID; a file is replaced whole. */
final class PortFiles {
    private static final String NEW = ".new";

    private final Path directory;

    /** @throws IOException when the directory cannot be made */
    PortFiles(final Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
    }

    /** @param problems gets a sentence for every file that is no port: it stays */
    List<StoredPort> read(final List<String> problems) throws IOException {
        final List<StoredPort> ports = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, file -> !file.toString().endsWith(NEW))) {
            for (final Path file : files) {
                try {
                    ports.add(PortReader.read(JsonValue.parse(Files.readString(file)), "", ""));
                } catch (final PortRefused | JsonValue.Malformed | IOException e) {
                    problems.add(file + ": " + e.getMessage() + "; remove it, or add the port again");
                }
            }
        }
        return ports;
    }

    void write(final StoredPort port) throws IOException {
        final Path file = file(port.uuid());
        final Path temporary = directory.resolve(port.uuid() + NEW);
        Files.write(temporary, JsonText.pretty(port.tree()).getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete(final UUID uuid) throws IOException {
        Files.deleteIfExists(file(uuid));
    }

    private Path file(final UUID uuid) {
        return directory.resolve(uuid.toString());
    }
}
