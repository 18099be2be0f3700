// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process may do. */
final class Privilege {
    private static final int CAP_BPF = 39;
    private static final String WHOLE_RANGE = "0 0 4294967295";

    private Privilege() {}

    /** Whether the kernel would load a BPF program for us: CAP_BPF, and no user namespace around. */
    static boolean mayLoadPrograms() throws IOException {
        final String ids =
                Files.readString(Path.of("/proc/self/uid_map")).strip().replaceAll(" +", " ");
        final String capabilities = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .orElseThrow()
                .substring("CapEff:".length())
                .strip();
        return ids.equals(WHOLE_RANGE) && (Long.parseUnsignedLong(capabilities, 16) >>> CAP_BPF & 1) != 0;
    }
}
