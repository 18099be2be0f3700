// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * Wakes a thread that sleeps on descriptors (eventfd(2)): non-blocking, readable from the first signal until it is
 * drained. {@link #signal} and {@link #drain} allocate nothing and may be called from any thread.
 */
public final class EventFd {
    private static final int EFD_FLAGS = Fds.CLOSE_ON_EXEC | Fds.NON_BLOCKING;
    private static final int COUNT_BYTES = 8;

    private EventFd() {}

    /** @return a descriptor with a count of zero; {@link Fds#close} gives it back */
    public static int create() {
        return (int) check(Syscall.call(SyscallNumber.EVENTFD2, 0, EFD_FLAGS), "eventfd(0, flags=%#x)", EFD_FLAGS);
    }

    /**
     * Whether a descriptor that somebody else made is one of these. Anything else that is read or written like one could
     * make its reader wait: a pipe, or a file of a file system that its sender serves.
     */
    public static boolean isOne(final int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd))
                    .toString()
                    .equals("anon_inode:[eventfd]");
        } catch (final IOException closed) {
            return false;
        }
    }

    /**
     * Hot: as {@link #signal}, and never throws: for a descriptor that somebody else made and may have broken.
     *
     * @return whether the count rose, or was at its limit already
     */
    public static boolean trySignal(final int fd) {
        final long one = Syscall.threadScratch();
        Memory.putLong(one, 1);
        final int result = Fds.tryWrite(fd, one, COUNT_BYTES);
        return result >= 0 || result == -Errno.EAGAIN;
    }

    /** Hot: sets the count to zero, and never throws: for a descriptor that somebody else made. */
    public static void tryDrain(final int fd) {
        Fds.tryRead(fd, Syscall.threadScratch(), COUNT_BYTES);
    }

    /** Adds one to the count. A count at its limit is signalled already: nothing happens. */
    public static void signal(final int fd) {
        final long one = Syscall.threadScratch();
        Memory.putLong(one, 1);
        final int result = Fds.tryWrite(fd, one, COUNT_BYTES);
        if (result < 0 && result != -Errno.EAGAIN) {
            check(result, "write(eventfd=%d)", fd);
        }
    }

    /** @return how many signals came since the last drain; the count is zero afterwards */
    public static long drain(final int fd) {
        final long count = Syscall.threadScratch();
        final int result = Fds.tryRead(fd, count, COUNT_BYTES);
        if (result == -Errno.EAGAIN) {
            return 0;
        }
        if (result < 0) {
            check(result, "read(eventfd=%d)", fd);
        }
        return Memory.getLong(count);
    }
}
