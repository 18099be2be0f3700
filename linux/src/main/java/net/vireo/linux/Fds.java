// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/** File descriptors as plain ints. Every descriptor made here closes on exec. May be called from any thread. */
public final class Fds {
    /** Open for reading (open(2)). */
    public static final int READ_ONLY = 0;
    /** Open for writing. */
    public static final int WRITE_ONLY = 1;
    /** Open for reading and writing. */
    public static final int READ_WRITE = 2;
    /** Create the file if it is not there. */
    public static final int CREATE = 0x40;
    /** With {@link #CREATE}: fail with EEXIST if it is there. */
    public static final int EXCLUSIVE = 0x80;
    /** Cut the file to nothing. */
    public static final int TRUNCATE = 0x200;
    /** Reads and writes fail with EAGAIN instead of waiting. */
    public static final int NON_BLOCKING = 0x800;

    static final int CLOSE_ON_EXEC = 0x80000;

    private static final int AT_FDCWD = -100;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final long STAT_BYTES = 144;
    private static final long STAT_MODE_OFFSET = 24;
    private static final long STAT_SIZE_OFFSET = 48;
    private static final long STAT_BLOCK_OFFSET = 56;
    private static final int MODE_TYPE = 0170000;
    private static final int MODE_REGULAR = 0100000;

    private Fds() {}

    /**
     * Opens a file, relative paths from the working directory.
     *
     * @param flags the constants of this class, or'ed
     * @param mode permission bits for a file that is created, for example 0600
     * @return the descriptor
     */
    public static int open(final String path, final int flags, final int mode) {
        try (Scratch scratch = new Scratch()) {
            final long result = Syscall.retry(
                    SyscallNumber.OPENAT, AT_FDCWD, scratch.string(path), flags | (long) CLOSE_ON_EXEC, mode);
            return (int) check(result, "open(%s, flags=%#x, mode=%#o)", path, flags, mode);
        }
    }

    /** Closes a descriptor. It is gone even when this throws; a signal is no failure. */
    public static void close(final int fd) {
        final long result = Syscall.call(SyscallNumber.CLOSE, fd);
        if (result < 0 && result != -Errno.EINTR) {
            check(result, "close(fd=%d)", fd);
        }
    }

    /** @return a new descriptor of the same open file */
    public static int duplicate(final int fd) {
        return (int) check(Syscall.call(SyscallNumber.FCNTL, fd, F_DUPFD_CLOEXEC, 0), "fcntl(F_DUPFD, fd=%d)", fd);
    }

    /**
     * Hot: reads once; allocates nothing.
     *
     * @return bytes read, 0 at the end, or -errno: -EAGAIN when the descriptor is non-blocking and nothing is there
     */
    public static int tryRead(final int fd, final long address, final long lengthBytes) {
        return (int) Syscall.retry(SyscallNumber.READ, fd, address, lengthBytes);
    }

    /**
     * Hot: writes once; allocates nothing.
     *
     * @return bytes written, or -errno: -EAGAIN when the descriptor is non-blocking and has no room
     */
    public static int tryWrite(final int fd, final long address, final long lengthBytes) {
        return (int) Syscall.retry(SyscallNumber.WRITE, fd, address, lengthBytes);
    }

    /** Makes reads and writes of the open file (and of its duplicates) return EAGAIN instead of waiting. */
    public static void setNonBlocking(final int fd) {
        final long flags = check(Syscall.call(SyscallNumber.FCNTL, fd, F_GETFL), "fcntl(F_GETFL, fd=%d)", fd);
        final long result = Syscall.call(SyscallNumber.FCNTL, fd, F_SETFL, flags | NON_BLOCKING);
        check(result, "fcntl(F_SETFL, fd=%d, flags=%#x)", fd, flags | NON_BLOCKING);
    }

    /** @return the file's size in bytes (0 for what has none) */
    public static long sizeBytes(final int fd) {
        try (Scratch scratch = new Scratch()) {
            final long stat = scratch.allocate(STAT_BYTES);
            check(Syscall.call(SyscallNumber.FSTAT, fd, stat), "fstat(fd=%d)", fd);
            return Memory.getLong(stat + STAT_SIZE_OFFSET);
        }
    }

    /** @return the block that the file's pages come in: a huge page for files made of those (st_blksize) */
    public static long blockBytes(final int fd) {
        try (Scratch scratch = new Scratch()) {
            final long stat = scratch.allocate(STAT_BYTES);
            check(Syscall.call(SyscallNumber.FSTAT, fd, stat), "fstat(fd=%d)", fd);
            return Memory.getLong(stat + STAT_BLOCK_OFFSET);
        }
    }

    /** @return whether it is an ordinary file, on a disk or in memory: something with a size that can be mapped */
    public static boolean isRegularFile(final int fd) {
        try (Scratch scratch = new Scratch()) {
            final long stat = scratch.allocate(STAT_BYTES);
            check(Syscall.call(SyscallNumber.FSTAT, fd, stat), "fstat(fd=%d)", fd);
            return (Memory.getInt(stat + STAT_MODE_OFFSET) & MODE_TYPE) == MODE_REGULAR;
        }
    }

    /** Sets the file's size; new bytes read as zero. */
    public static void truncate(final int fd, final long lengthBytes) {
        final long result = Syscall.retry(SyscallNumber.FTRUNCATE, fd, lengthBytes, 0);
        check(result, "ftruncate(fd=%d, length=%d)", fd, lengthBytes);
    }
}
