// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.Iovec;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * The array behind {@code readv}, made once: one read into several pieces of memory, filled in their order. Nothing
 * allocates but the making. Belongs to one thread.
 */
public final class ReadVector implements AutoCloseable {
    private final int capacity;
    private final Mapping memory;
    private final long pieces;

    /** @param capacity most pieces, 1 to 1024 */
    public ReadVector(final int capacity) {
        this.capacity = capacity;
        memory = Mmap.anonymous(capacity * Iovec.SIZE, false);
        pieces = Memory.base(memory.address());
    }

    /** Hot: where piece i lies. Stays until changed; length 0 leaves it out. */
    public void piece(final int i, final long address, final int lengthBytes) {
        final long piece = pieces + i * Iovec.SIZE;
        Memory.putLong(piece + Iovec.BASE, address);
        Memory.putLong(piece + Iovec.LENGTH, lengthBytes);
    }

    /**
     * Hot: reads once.
     *
     * @return bytes read, 0 at the end, or -errno: -EAGAIN when the descriptor is non-blocking and nothing is there
     */
    public int tryRead(final int fd) {
        return (int) Syscall.retry(SyscallNumber.READV, fd, pieces, capacity);
    }

    @Override
    public void close() {
        memory.close();
    }
}
