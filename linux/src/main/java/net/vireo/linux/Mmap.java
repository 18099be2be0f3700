// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/** Maps memory (mmap(2)). May be called from any thread. */
public final class Mmap {
    /** The page size of x86-64. */
    public static final int PAGE_BYTES = 4096;
    /** The default huge page size of x86-64. */
    public static final int HUGEPAGE_BYTES = 2 * 1024 * 1024;

    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 0x01;

    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_HUGETLB = 0x40000;

    private Mmap() {}

    /**
     * Zeroed memory of this process alone.
     *
     * @param lengthBytes rounded up to whole (huge) pages
     * @param hugepages from the kernel's pool of huge pages: ENOMEM when it has not enough. There is no falling back:
     *     the caller decides that
     */
    public static Mapping anonymous(final long lengthBytes, final boolean hugepages) {
        final int flags = MAP_PRIVATE | MAP_ANONYMOUS | (hugepages ? MAP_HUGETLB : 0);
        final long rounded = roundUp(lengthBytes, hugepages ? HUGEPAGE_BYTES : PAGE_BYTES);
        return map(rounded, PROT_READ | PROT_WRITE, flags, -1, 0);
    }

    /**
     * A file's first bytes, shared with whoever maps it too. The caller keeps the descriptor and may close it.
     *
     * @param lengthBytes at most the file's size: reading behind the file's last page kills the process
     */
    public static Mapping shared(final int fd, final long lengthBytes, final boolean writable) {
        return shared(fd, 0, lengthBytes, writable);
    }

    /** As {@link #shared(int, long, boolean)}, from {@code offsetBytes} on, a multiple of the page size. */
    public static Mapping shared(final int fd, final long offsetBytes, final long lengthBytes, final boolean writable) {
        return map(lengthBytes, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, offsetBytes);
    }

    static Mapping map(
            final long lengthBytes, final int protection, final int flags, final int fd, final long offsetBytes) {
        final long address = Syscall.call(SyscallNumber.MMAP, 0, lengthBytes, protection, flags, fd, offsetBytes);
        check(
                address,
                "mmap(length=%d, protection=%#x, flags=%#x, fd=%d, offset=%#x)",
                lengthBytes,
                protection,
                flags,
                fd,
                offsetBytes);
        return new Mapping(address, lengthBytes);
    }

    private static long roundUp(final long lengthBytes, final int pageBytes) {
        return (lengthBytes + pageBytes - 1) & -pageBytes;
    }
}
