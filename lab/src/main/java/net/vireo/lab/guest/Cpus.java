// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.lab.host.LabException;

/** The CPUs that this process may use. */
final class Cpus {
    private static final String FIELD = "Cpus_allowed_list:";

    private Cpus() {}

    /** As a list such as {@code 0-1,4}. */
    static String allowed() {
        try {
            for (final String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(FIELD)) {
                    return line.substring(FIELD.length()).strip();
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new LabException("/proc/self/status tells no " + FIELD);
    }
}
