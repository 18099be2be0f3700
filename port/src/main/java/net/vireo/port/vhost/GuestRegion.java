// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Mapping;
import net.vireo.linux.MemFd;
import net.vireo.linux.Mmap;
import net.vireo.port.SharedMemory;
import net.vireo.virtio.MemoryRegion;
import net.vireo.virtio.vhost.Refusal;
import net.vireo.virtio.vhost.RefusedException;
import net.vireo.virtio.vhost.SharedRegion;

/**
 * One region of a guest's memory, mapped here. The file is mapped from its start, whatever the region's offset: pages of
 * huge page files cannot be mapped from anywhere else (fact sheet vhost-user 7). The descriptor is the session's, and
 * open for as long as this is. {@link VhostControl}'s thread.
 */
final class GuestRegion implements AutoCloseable {
    private final SharedRegion shared;
    private final Mapping mapping;
    private final long endBytes;
    private final boolean sealed;

    private GuestRegion(final SharedRegion shared, final Mapping mapping, final long endBytes, final boolean sealed) {
        this.shared = shared;
        this.mapping = mapping;
        this.endBytes = endBytes;
        this.sealed = sealed;
    }

    /**
     * Maps a region whose numbers were checked.
     *
     * @throws RefusedException when the file is none that can be mapped, or shorter than the region: the first access
     *     behind its end would be a fault
     */
    static GuestRegion map(final SharedRegion shared) throws RefusedException {
        final long offset = shared.region().mmapOffset();
        final long endBytes = offset + shared.region().lengthBytes();
        try {
            if (!Fds.isRegularFile(shared.fd())) {
                throw refused(shared, "its descriptor is no file in memory");
            }
            final long sizeBytes = Fds.sizeBytes(shared.fd());
            if (offset < 0 || endBytes < offset || endBytes > sizeBytes) {
                throw refused(shared, "it ends outside of its file of " + sizeBytes + " bytes");
            }
            final long block = Math.max(Mmap.PAGE_BYTES, Fds.blockBytes(shared.fd()));
            final Mapping mapping = Mmap.shared(shared.fd(), (endBytes + block - 1) / block * block, true);
            return new GuestRegion(shared, mapping, endBytes, isSealed(shared.fd()));
        } catch (final LinuxException failure) {
            throw refused(shared, failure.getMessage());
        }
    }

    /** Whether it is the same region of the same descriptor. */
    boolean isOf(final SharedRegion other) {
        return shared.equals(other);
    }

    /**
     * For the rings' table. The session has translated ring addresses to the guest's, so one kind of address serves
     * rings and buffers.
     */
    MemoryRegion region() {
        final net.vireo.virtio.vhost.MemoryRegion told = shared.region();
        return new MemoryRegion(
                told.guestAddress(), told.lengthBytes(), told.guestAddress(), mapping.address() + told.mmapOffset());
    }

    /** What its first byte is called, by whom. */
    SharedMemory names() {
        final net.vireo.virtio.vhost.MemoryRegion told = shared.region();
        return new SharedMemory(
                told.guestAddress(),
                told.lengthBytes(),
                told.userAddress(),
                mapping.address() + told.mmapOffset(),
                shared.fd());
    }

    /** Whether the file has become shorter than the region: an access may be a fault. */
    boolean isShort() {
        try {
            return Fds.sizeBytes(shared.fd()) < endBytes;
        } catch (final LinuxException broken) {
            return true;
        }
    }

    /** Whether the file cannot become shorter (F_SEAL_SHRINK). */
    boolean isSealed() {
        return sealed;
    }

    /** Unmaps it. No lcore may use an address in it any more. */
    @Override
    public void close() {
        mapping.close();
    }

    private static boolean isSealed(final int fd) {
        try {
            return (MemFd.seals(fd) & MemFd.SEAL_SHRINK) != 0;
        } catch (final LinuxException noMemFd) {
            return false;
        }
    }

    private static RefusedException refused(final SharedRegion shared, final String why) {
        return new RefusedException(
                Refusal.MEMORY,
                "the memory region of %d bytes at 0x%x cannot be mapped: %s"
                        .formatted(
                                shared.region().lengthBytes(), shared.region().guestAddress(), why));
    }
}
