// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/** Files without a path, in memory, to share by descriptor (memfd_create(2)). May be called from any thread. */
public final class MemFd {
    /** No further seals. */
    public static final int SEAL_SEAL = 0x1;
    /** The file cannot become shorter: a mapping of it cannot be made to fault. */
    public static final int SEAL_SHRINK = 0x2;
    /** The file cannot become longer. */
    public static final int SEAL_GROW = 0x4;
    /** The file cannot be written; EBUSY while a writable mapping exists. */
    public static final int SEAL_WRITE = 0x8;
    /** No new writable mapping and no write; those that exist go on. */
    public static final int SEAL_FUTURE_WRITE = 0x10;

    private static final int MFD_CLOEXEC = 0x1;
    private static final int MFD_ALLOW_SEALING = 0x2;
    private static final int MFD_HUGETLB = 0x4;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;

    private MemFd() {}

    /**
     * An empty file that can be sealed; {@link Fds#truncate} gives it a size.
     *
     * @param name what /proc shows, for people
     * @param hugepages made of huge pages: its size is then a multiple of {@link Mmap#HUGEPAGE_BYTES}
     * @return the descriptor
     */
    public static int create(final String name, final boolean hugepages) {
        final int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING | (hugepages ? MFD_HUGETLB : 0);
        try (Scratch scratch = new Scratch()) {
            final long result = Syscall.call(SyscallNumber.MEMFD_CREATE, scratch.string(name), flags);
            return (int) check(result, "memfd_create(name=%s, flags=%#x)", name, flags);
        }
    }

    /** Adds seals, for good. EPERM when the file is sealed against sealing. */
    public static void seal(final int fd, final int seals) {
        final long result = Syscall.call(SyscallNumber.FCNTL, fd, F_ADD_SEALS, seals);
        check(result, "fcntl(F_ADD_SEALS, fd=%d, seals=%#x)", fd, seals);
    }

    /** @return the seals that the file has; EINVAL for a file that cannot be sealed, such as a peer's ordinary file */
    public static int seals(final int fd) {
        return (int) check(Syscall.call(SyscallNumber.FCNTL, fd, F_GET_SEALS), "fcntl(F_GET_SEALS, fd=%d)", fd);
    }
}
