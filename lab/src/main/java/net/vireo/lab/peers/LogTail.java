// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a program said at last, for messages: its log is gone with its directory when somebody reads them. */
final class LogTail {
    private static final int LINES = 6;

    private LogTail() {}

    static String of(final Path log) {
        try {
            final List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return "; it said:\n  "
                    + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (final IOException e) {
            return "; it said nothing";
        }
    }
}
