// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.SockaddrUn;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * The path of a Unix socket as the kernel wants it, made once: for calls that name a peer again and again
 * ({@link MessageVector#destination}). Any thread.
 */
public final class UnixName implements AutoCloseable {
    private static final int MAX_PATH_BYTES = 107;

    private final Mapping memory = Mmap.anonymous(SockaddrUn.SIZE, false);

    /** @throws LinuxException ENAMETOOLONG for a path that no Unix socket can have */
    public UnixName(final Path path) {
        final byte[] bytes = path.toString().getBytes(UTF_8);
        if (bytes.length > MAX_PATH_BYTES) {
            memory.close();
            throw new LinuxException(
                    Errno.ENAMETOOLONG,
                    path + ": a Unix socket's path has at most " + MAX_PATH_BYTES + " bytes, this one " + bytes.length);
        }
        Memory.putShort(memory.address() + SockaddrUn.FAMILY, (short) Sockets.AF_UNIX);
        Memory.copyIn(bytes, 0, memory.address() + SockaddrUn.PATH, bytes.length);
    }

    /**
     * Connects a socket to this name, in place of whom it was connected to. For datagrams this never waits.
     *
     * @return 0 or -errno: -ENOENT without such a file, -ECONNREFUSED when nobody has it open, -EPERM when its owner hears
     *     somebody else only
     */
    public int tryConnect(final int fd) {
        return (int) Syscall.retry(SyscallNumber.CONNECT, fd, memory.address(), SockaddrUn.SIZE);
    }

    long address() {
        return memory.address();
    }

    @Override
    public void close() {
        memory.close();
    }
}
