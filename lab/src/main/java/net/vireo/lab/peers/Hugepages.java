// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.lab.host.LabException;

/** Has the kernel set hugepages of 2 MB aside, and gives back what it took when closed. Needs root. */
public final class Hugepages implements AutoCloseable {
    private static final Path COUNT = Path.of("/proc/sys/vm/nr_hugepages");

    private static final Path COMPACT = Path.of("/proc/sys/vm/compact_memory");

    private static final Path INFO = Path.of("/proc/meminfo");
    private static final String FREE = "HugePages_Free:";

    /** How many more there are for us; others on this machine may come and go with theirs. */
    private final long added;

    private Hugepages(final long added) {
        this.added = added;
    }

    /** @throws LabException when there are not so many to be had */
    public static Hugepages atLeast(final long pages) {
        try {
            final long before = count();
            if (free() < pages) {
                Files.writeString(COMPACT, "1"); // whole pages are easier found in tidy memory
                Files.writeString(COUNT, String.valueOf(before + pages - free()));
            }
            final Hugepages taken = new Hugepages(count() - before);
            final long found = free();
            if (found < pages) {
                taken.close();
                throw new LabException("OVS-DPDK needs " + pages + " hugepages of 2 MB, and the kernel finds " + found);
            }
            return taken;
        } catch (final IOException e) {
            throw new LabException("cannot set hugepages aside: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            if (added > 0) {
                Files.writeString(COUNT, String.valueOf(Math.max(0, count() - added)));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count() throws IOException {
        // By lines: that asks for much at once, and such a file gives nothing to who asks a second time.
        return Long.parseLong(Files.readAllLines(COUNT).getFirst().strip());
    }

    private static long free() throws IOException {
        return Files.readAllLines(INFO).stream()
                .filter(line -> line.startsWith(FREE))
                .mapToLong(line -> Long.parseLong(line.substring(FREE.length()).strip()))
                .findFirst()
                .orElse(0);
    }
}
