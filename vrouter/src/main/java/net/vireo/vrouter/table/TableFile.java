// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import net.vireo.linux.memory.Memory;

/**
 * The memory of a table that outlives its process: a mapped file that tools map read only and that a restarted data
 * plane finds. Or plain memory of the same layout, for warm-up, benchmarks and tests.
 *
 * <pre>
 *   0  magic      8  version   12  -         16  writer's pid   24  started, ms since 1970
 *  32  seed 0    40  seed 1    48  -         64  sizes, 8 bytes each
 *  4096  the table
 * </pre>
 *
 * Pages that nobody has touched take no memory. Everything in the table is a number or an index, never an address, so
 * that it means the same to whoever maps it. The memory stays mapped while this object is reachable. Made by the
 * control thread; the accessors may be called from any thread and order memory as they say.
 */
public final class TableFile {
    public static final int HEADER_BYTES = 4096;

    private static final int VERSION_OFFSET = 8;
    private static final int PID_OFFSET = 16;
    private static final int STARTED_OFFSET = 24;
    private static final int SEEDS_OFFSET = 32;
    private static final int SIZES_OFFSET = 64;
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment memory;

    /** Where it is; null for one that nobody else sees. */
    private final Path path;

    private TableFile(final MemorySegment memory, final Path path) {
        this.memory = memory;
        this.path = path;
    }

    /**
     * An empty table in a new file, mode 0600; a file left there is replaced.
     *
     * @throws IOException when the file cannot be made
     */
    public static TableFile create(final Path path, final TableFormat format, final int[] sizes, final long lengthBytes)
            throws IOException {
        Files.deleteIfExists(path);
        final var options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        final var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(path, options, mode)) {
            final TableFile file =
                    new TableFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, lengthBytes, Arena.ofAuto()), path);
            file.describe(format, sizes);
            return file;
        }
    }

    /** An empty table that nobody else sees. */
    public static TableFile anonymous(final TableFormat format, final int[] sizes, final long lengthBytes) {
        final TableFile file = new TableFile(Arena.ofAuto().allocate(lengthBytes, HEADER_BYTES), null);
        file.describe(format, sizes);
        return file;
    }

    /**
     * Takes over the table that an earlier run left.
     *
     * @param sizes what the caller is configured for; a file of other sizes is refused
     * @throws IOException when it cannot be read, is no such table, or is of another version, size or length
     */
    public static TableFile open(final Path path, final TableFormat format, final int[] sizes, final long lengthBytes)
            throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final TableHeader header = TableHeader.read(path, channel, format);
            header.requireSizes(sizes);
            header.requireLength(lengthBytes);
            final TableFile file =
                    new TableFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, lengthBytes, Arena.ofAuto()), path);
            file.putLong(PID_OFFSET, ProcessHandle.current().pid());
            file.putLong(STARTED_OFFSET, System.currentTimeMillis());
            return file;
        }
    }

    /**
     * The table as it is, to write to without anybody seeing it: pages that are written become the copy's own, the others
     * are those of the table and change with it. Reading and writing costs the pages that are touched, not the table's
     * length, where it is a file.
     *
     * @param arena for how long the copy is there; nobody may touch it afterwards
     * @throws IOException when the file is gone
     */
    public TableFile privateCopy(final Arena arena) throws IOException {
        if (path == null) {
            final MemorySegment copy = arena.allocate(memory.byteSize(), HEADER_BYTES);
            copy.copyFrom(memory);
            return new TableFile(copy, null);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new TableFile(channel.map(FileChannel.MapMode.PRIVATE, 0, memory.byteSize(), arena), null);
        }
    }

    private void describe(final TableFormat format, final int[] sizes) {
        final SecureRandom random = new SecureRandom();
        final long base = base();
        Memory.putInt(base + VERSION_OFFSET, format.version());
        putLong(PID_OFFSET, ProcessHandle.current().pid());
        putLong(STARTED_OFFSET, System.currentTimeMillis());
        putLong(SEEDS_OFFSET, random.nextLong());
        putLong(SEEDS_OFFSET + Long.BYTES, random.nextLong());
        for (int i = 0; i < sizes.length; i++) {
            putLong(sizeOffset(i), sizes[i]);
        }
        // Last, so that a reader who finds it finds a whole header.
        Memory.putLongRelease(base, format.magic());
    }

    static int sizeOffset(final int size) {
        return SIZES_OFFSET + size * Long.BYTES;
    }

    /** The first byte's address, its range known to the compiler. */
    public long base() {
        return Memory.base(memory.address());
    }

    /** Length of the whole file; what is untouched of it takes no memory. */
    public long lengthBytes() {
        return memory.byteSize();
    }

    /** A random number of this table, the same after a restart: hashes mixed with it cannot be aimed at a bucket. */
    public long seed(final int which) {
        return Memory.getLong(base() + SEEDS_OFFSET + (long) (which & 1) * Long.BYTES);
    }

    /** The same memory for reading. */
    public ByteBuffer reader() {
        return memory.asReadOnly().asByteBuffer();
    }

    /** Swaps an aligned 64-bit value if it is the expected one; a full fence. */
    public boolean compareAndSetLong(final long offset, final long expected, final long wanted) {
        return (boolean) LONG.compareAndSet(memory, offset, expected, wanted);
    }

    /** Swaps an aligned 32-bit value if it is the expected one; a full fence. */
    public boolean compareAndSetInt(final long offset, final int expected, final int wanted) {
        return (boolean) INT.compareAndSet(memory, offset, expected, wanted);
    }

    private void putLong(final long offset, final long value) {
        Memory.putLongOpaque(base() + offset, value);
    }
}
