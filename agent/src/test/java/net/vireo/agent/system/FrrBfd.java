// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** FRR's bfdd in a guest, with a session to the gateway; alone, without zebra. */
final class FrrBfd {
    private static final Path PROGRAM = Path.of("/usr/lib/frr/bfdd");

    /** It insists on a group of its own, and on directories that only FRR's user may use. */
    private static final String START = """
        mount --bind DIRECTORY/group /etc/group && mount -t tmpfs none /run && mkdir -p /run/frr
        exec /usr/lib/frr/bfdd -u root -g root -f DIRECTORY/bfdd.conf -i DIRECTORY/pid --vty_socket DIRECTORY -z DIRECTORY/none \
        --bfdctl DIRECTORY/ctl --log stdout -A 127.0.0.1 -P 0
        """;

    private final Path directory;

    FrrBfd(final Path directory, final String guest, final String gateway) throws IOException {
        this.directory = Files.createDirectory(directory.resolve("frr"));
        Files.writeString(this.directory.resolve("group"), "root:x:0:\nfrr:x:0:root\nfrrvty:x:0:root\n");
        Files.writeString(this.directory.resolve("bfdd.conf"), """
            bfd
             peer %s local-address %s
              transmit-interval 1000
              receive-interval 1000
              detect-multiplier 5
              no shutdown
             exit
            exit
            """.formatted(gateway, guest));
    }

    static boolean isThere() {
        return Files.isExecutable(PROGRAM);
    }

    /** Where it writes what it does. */
    Path log() {
        return directory.resolve("log");
    }

    GuestProgram start(final GuestLink guest) throws IOException {
        return new GuestProgram(
                guest, log(), "unshare", "--mount", "sh", "-c", START.replace("DIRECTORY", directory.toString()));
    }
}
