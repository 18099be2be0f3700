// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.linux.NetNamespace;

/** What the kernel itself has lost in a guest: what no data plane ever saw, and what a program did not fetch in time. */
final class KernelDrops {
    private static final Path DEVICES = Path.of("/proc/thread-self/net/dev");
    private static final Path PROTOCOLS = Path.of("/proc/thread-self/net/snmp");
    private static final int RECEIVE_DROP = 3;
    private static final int SEND_DROP = 11;

    private KernelDrops() {}

    /** Sum of all such counters of a namespace. */
    static long in(final Path namespace) throws IOException {
        return NetNamespace.call(namespace, () -> devices() + sockets());
    }

    /** A TAP's queue that was full while nobody read it counts as a drop of the sender's. */
    private static long devices() throws IOException {
        return Files.readAllLines(DEVICES).stream()
                .filter(line -> line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip().split(" +", -1))
                .mapToLong(words -> Long.parseLong(words[RECEIVE_DROP]) + Long.parseLong(words[SEND_DROP]))
                .sum();
    }

    private static long sockets() throws IOException {
        final List<String> lines = Files.readAllLines(PROTOCOLS).stream()
                .filter(line -> line.startsWith("Udp:"))
                .toList();
        final List<String> names = List.of(lines.get(0).split(" ", -1));
        final String[] values = lines.get(1).split(" ", -1);
        // Every reason for which a datagram was not handed to its socket: no room in it, or in the memory of all of
        // them.
        return Long.parseLong(values[names.indexOf("InErrors")])
                + Long.parseLong(values[names.indexOf("SndbufErrors")]);
    }
}
