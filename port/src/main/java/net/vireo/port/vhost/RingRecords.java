// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.nio.file.Path;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.virtio.MemoryRegions;
import net.vireo.virtio.PackedPosition;
import net.vireo.virtio.RingSetup;

/**
 * Where each packed ring of a port stands, written behind every burst: a guest's front end does not know it when the
 * data plane dies, and the ring does not tell. In a file it outlives the process. Split rings need none of this.
 *
 * <pre>
 *   file:  8 bytes of format, then from byte 64 on for each ring 64 bytes:
 *          0 descriptor address, the guest's      8 entries      16 position + 1, 0: none
 * </pre>
 *
 * A ring's record is written by who holds its gate, one aligned word at a time.
 */
final class RingRecords implements AutoCloseable {
    private static final long FORMAT = 0x5649_5247_0000_0001L; // "VIRG", 1
    private static final int STRIDE_BYTES = 64;
    private static final int ENTRIES = 8;
    private static final int POSITION = 16;

    private final Mapping mapping;

    private RingRecords(final Mapping mapping) {
        this.mapping = mapping;
    }

    /** Records of this process alone. */
    static RingRecords inMemory(final int rings) {
        return formatted(Mmap.anonymous(lengthBytes(rings), false));
    }

    /**
     * Records in a file (mode 0600), which a process before this one may have left.
     *
     * @throws LinuxException when it cannot be made
     */
    static RingRecords inFile(final Path path, final int rings) {
        final int fd = Fds.open(path.toString(), Fds.READ_WRITE | Fds.CREATE, 0600);
        try {
            if (Fds.sizeBytes(fd) != lengthBytes(rings)) {
                Fds.truncate(fd, 0);
                Fds.truncate(fd, lengthBytes(rings));
            }
            return formatted(Mmap.shared(fd, lengthBytes(rings), true));
        } finally {
            Fds.close(fd);
        }
    }

    /**
     * Where a ring that starts goes on.
     *
     * @return the position for both sides, or {@link PackedPosition#UNKNOWN}
     * @throws IllegalArgumentException as {@link PackedPosition#resumed}
     */
    int resumed(final int ring, final RingSetup setup, final MemoryRegions regions) {
        final long record = record(ring);
        final boolean same = Memory.getLong(record) == setup.descriptorAddress()
                && Memory.getLong(record + ENTRIES) == setup.sizeEntries();
        final long position = same ? Memory.getLongAcquire(record + POSITION) - 1 : PackedPosition.UNKNOWN;
        return position != (int) position
                ? PackedPosition.UNKNOWN
                : PackedPosition.resumed(setup, regions, (int) position);
    }

    /** A ring starts, at a position. */
    void begin(final int ring, final RingSetup setup, final int position) {
        final long record = record(ring);
        Memory.putLongRelease(record + POSITION, 0);
        Memory.putLong(record, setup.descriptorAddress());
        Memory.putLong(record + ENTRIES, setup.sizeEntries());
        Memory.putLongRelease(record + POSITION, position + 1L);
    }

    /** Where {@link #write} writes for a ring. */
    long record(final int ring) {
        return Memory.base(mapping.address()) + STRIDE_BYTES + (long) ring * STRIDE_BYTES;
    }

    /** Hot: the ring has come so far. */
    static void write(final long record, final int position) {
        Memory.putLongRelease(record + POSITION, position + 1L);
    }

    @Override
    public void close() {
        mapping.close();
    }

    private static RingRecords formatted(final Mapping mapping) {
        if (Memory.getLong(mapping.address()) != FORMAT) {
            Memory.fill(mapping.address(), mapping.lengthBytes(), (byte) 0);
            Memory.putLong(mapping.address(), FORMAT);
        }
        return new RingRecords(mapping);
    }

    private static long lengthBytes(final int rings) {
        return (long) STRIDE_BYTES * (rings + 1);
    }
}
