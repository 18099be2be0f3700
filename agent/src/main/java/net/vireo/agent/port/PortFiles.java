// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.JsonValue;

/** Ports in files, one each, named by UUID; a file is replaced whole, and is on the disk before anybody is told so. */
final class PortFiles {
    private final Path directory;

    /** @throws IOException when the directory cannot be made */
    PortFiles(final Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
    }

    /** @param problems gets a sentence for every file that is no port: it stays */
    List<StoredPort> read(final Map<Path, String> problems) throws IOException {
        final List<StoredPort> ports = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (final Path file : files) {
                if (file.toString().endsWith(DurableFile.NEW)) {
                    // Of an agent that ended while it wrote: the port was not added.
                    Files.deleteIfExists(file);
                    continue;
                }
                try {
                    final StoredPort port = PortReader.read(JsonValue.parse(Files.readString(file)), "", "");
                    if (file.equals(file(port.uuid()))) {
                        ports.add(port);
                    } else {
                        problems.put(
                                file, file + ": is port " + port.uuid() + "; call the file like that, or remove it");
                    }
                } catch (final PortRefused | JsonValue.Malformed | IOException e) {
                    problems.put(file, file + ": " + e.getMessage() + "; remove it, or add the port again");
                }
            }
        }
        return ports;
    }

    /** @throws IOException when the file cannot be written; what was there before stays */
    void write(final StoredPort port) throws IOException {
        DurableFile.write(file(port.uuid()), JsonText.pretty(port.tree()));
    }

    void delete(final UUID uuid) throws IOException {
        DurableFile.delete(file(uuid));
    }

    /** Where a port is kept. */
    Path file(final UUID uuid) {
        return directory.resolve(uuid.toString());
    }
}
