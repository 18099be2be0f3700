// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.memory.Memory;

/**
 * The writers' side of the drop log: which packets each lcore dropped last, with their first bytes. A mapped file beside
 * the counters, or plain memory for warm-up, benchmarks and tests. Made and switched by the control thread; each lcore
 * writes its own ring through {@link LcoreDropLog}. It holds guests' packets: the file's mode is 0600.
 */
public final class DropLog {
    /** What is written of a drop. */
    public enum Mode {
        OFF(DropLogLayout.MODE_OFF),
        /** Everything but the packet's bytes. */
        MINIMAL(DropLogLayout.MODE_MINIMAL),
        FULL(DropLogLayout.MODE_FULL);

        private final int code;

        Mode(final int code) {
            this.code = code;
        }

        static Mode of(final int code) {
            return code == OFF.code ? OFF : code == MINIMAL.code ? MINIMAL : FULL;
        }
    }

    private final MemorySegment memory;
    private final DropLogLayout layout;

    private DropLog(final MemorySegment memory, final DropLogLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    /**
     * Makes the drop log of a data plane that starts now, in full mode; one left by an earlier run is replaced.
     *
     * @param lcoreNumbers the numbers that tools show for the lcores, by lcore index
     * @param entries how many drops of each lcore are kept
     * @throws IOException when the file cannot be made
     */
    public static DropLog create(final Path path, final List<Integer> lcoreNumbers, final int entries)
            throws IOException {
        final DropLogLayout layout = new DropLogLayout(lcoreNumbers.size(), entries);
        Files.deleteIfExists(path);
        final var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        final var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(path, options, mode)) {
            final DropLog log = new DropLog(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, layout.fileBytes(), Arena.ofAuto()), layout);
            log.describe(lcoreNumbers);
            return log;
        }
    }

    /** A drop log that nobody else sees. */
    public static DropLog anonymous(final List<Integer> lcoreNumbers, final int entries) {
        final DropLogLayout layout = new DropLogLayout(lcoreNumbers.size(), entries);
        final DropLog log =
                new DropLog(Arena.ofAuto().allocate(layout.fileBytes(), DropLogLayout.HEADER_BYTES), layout);
        log.describe(lcoreNumbers);
        return log;
    }

    private void describe(final List<Integer> lcoreNumbers) {
        final long base = base();
        Memory.putInt(base + DropLogLayout.VERSION_OFFSET, DropLogLayout.VERSION);
        Memory.putInt(base + DropLogLayout.LCORES_OFFSET, layout.lcores());
        Memory.putInt(base + DropLogLayout.ENTRIES_OFFSET, layout.entries());
        for (int i = 0; i < lcoreNumbers.size(); i++) {
            Memory.putInt(base + DropLogLayout.LCORE_NUMBERS_OFFSET + (long) i * Integer.BYTES, lcoreNumbers.get(i));
        }
        mode(Mode.FULL);
        syncClock();
        Memory.putLongRelease(base, DropLogLayout.MAGIC);
    }

    /** How many drops of each lcore are kept. */
    public int entries() {
        return layout.entries();
    }

    public Mode mode() {
        return Mode.of(Memory.getIntAcquire(base() + DropLogLayout.MODE_OFFSET));
    }

    /** Lcores follow at their next drop. */
    public void mode(final Mode mode) {
        Memory.putIntRelease(base() + DropLogLayout.MODE_OFFSET, mode.code);
    }

    /** Tells readers what the writers' clock means in time of day; to be repeated now and then. One thread at a time. */
    public void syncClock() {
        final long offsetNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
        Memory.putLongOpaque(base() + DropLogLayout.CLOCK_OFFSET, offsetNs);
    }

    /** Forgets the drops so far; one that an lcore logs at this moment may stay or go. */
    public void clear() {
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            for (int number = 1; number <= layout.entries(); number++) {
                Memory.putLongOpaque(base() + layout.entry(lcore, number) + DropLogLayout.SEQUENCE, 0);
            }
        }
    }

    /** The ring of one lcore; give it to that lcore alone. */
    public LcoreDropLog lcore(final int lcore) {
        return new LcoreDropLog(memory, base(), base() + layout.ring(lcore), layout.entries());
    }

    /** The same log for reading. */
    public DropLogFile reader() {
        return new DropLogFile(memory.asReadOnly().asByteBuffer(), layout);
    }

    private long base() {
        return Memory.base(memory.address());
    }
}
