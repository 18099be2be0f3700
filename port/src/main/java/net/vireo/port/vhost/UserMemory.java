// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Mapping;
import net.vireo.linux.MemFd;
import net.vireo.linux.Mmap;
import net.vireo.virtio.DriverQueue;
import net.vireo.virtio.vhost.MemoryRegion;
import net.vireo.virtio.vhost.SharedRegion;

/**
 * The memory that a virtio-user port shares with its device: for each ring its own bytes, then a slot for a buffer per
 * entry. One file, sealed against becoming shorter. The device knows it by our own addresses, as DPDK's does.
 */
final class UserMemory implements AutoCloseable {
    /** A frame of 1500 bytes with tags and header; longer ones take several slots. An odd number of cache lines. */
    static final int SLOT_BYTES = 29 * 64;

    private final Mapping mapping;
    private final int fd;
    private final int entries;
    private final long ringBytes;

    /** @param features those that ask for the largest rings */
    UserMemory(final int rings, final int entries, final long features) {
        this.entries = entries;
        final long page = Mmap.PAGE_BYTES;
        ringBytes = DriverQueue.bytesNeeded(entries, features) + page - 1 & -page;
        final long lengthBytes = rings * (ringBytes + slotsBytes(entries));
        fd = MemFd.create("virtio-user", false);
        try {
            Fds.truncate(fd, lengthBytes);
            MemFd.seal(fd, MemFd.SEAL_SHRINK | MemFd.SEAL_GROW);
            mapping = Mmap.shared(fd, lengthBytes, true);
        } catch (final LinuxException failure) {
            Fds.close(fd);
            throw failure;
        }
    }

    /** Where a ring's own bytes are. */
    long ring(final int index) {
        return mapping.address() + index * (ringBytes + slotsBytes(entries));
    }

    /** Where a ring's first slot is. */
    long slots(final int index) {
        return ring(index) + ringBytes;
    }

    /** For the device. */
    SharedRegion shared() {
        return new SharedRegion(new MemoryRegion(mapping.address(), mapping.lengthBytes(), mapping.address(), 0), fd);
    }

    @Override
    public void close() {
        mapping.close();
        Fds.close(fd);
    }

    private static long slotsBytes(final int entries) {
        final long page = Mmap.PAGE_BYTES;
        return (long) entries * SLOT_BYTES + page - 1 & -page;
    }
}
