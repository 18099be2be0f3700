// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import java.util.concurrent.atomic.AtomicBoolean;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * A range of mapped memory, from {@link Mmap}. After {@link #close} every access to the range kills the process:
 * whoever closes makes sure first that no thread uses the address any more. May be closed from any thread, once or more.
 */
public final class Mapping implements AutoCloseable {
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_POPULATE_WRITE = 23;

    private final long address;
    private final long lengthBytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    Mapping(final long address, final long lengthBytes) {
        this.address = address;
        this.lengthBytes = lengthBytes;
    }

    /** The first byte's address; aligned to a page (to a huge page when made of those). */
    public long address() {
        return address;
    }

    /** What was asked for; for memory of this process alone rounded up to whole pages. */
    public long lengthBytes() {
        return lengthBytes;
    }

    /** Makes every page present and writable now, so that no first access faults later; ENOMEM when memory is short. */
    public void populate() {
        final long result = Syscall.retry(SyscallNumber.MADVISE, address, lengthBytes, MADV_POPULATE_WRITE);
        check(result, "madvise(address=%#x, length=%d, MADV_POPULATE_WRITE)", address, lengthBytes);
    }

    /** Asks for transparent huge pages. A wish: a kernel built without them refuses, which is no failure. */
    public void preferHugepages() {
        final long result = Syscall.call(SyscallNumber.MADVISE, address, lengthBytes, MADV_HUGEPAGE);
        if (result != -Errno.EINVAL) {
            check(result, "madvise(address=%#x, length=%d, MADV_HUGEPAGE)", address, lengthBytes);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            final long result = Syscall.call(SyscallNumber.MUNMAP, address, lengthBytes);
            check(result, "munmap(address=%#x, length=%d)", address, lengthBytes);
        }
    }
}
