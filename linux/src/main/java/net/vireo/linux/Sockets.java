// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/** What all socket families have in common: making one, and integer options. */
final class Sockets {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_PACKET = 17;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_SEQPACKET = 5;
    static final int SOCK_NONBLOCK = Fds.NON_BLOCKING;
    static final int SOCK_CLOEXEC = Fds.CLOSE_ON_EXEC;

    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_PASSCRED = 16;
    static final int SO_PEERCRED = 17;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;

    static final int MSG_TRUNC = 0x20;
    static final int MSG_CTRUNC = 0x08;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;

    private Sockets() {}

    /** @param call how the call reads in an error, for example {@code socket(AF_PACKET, SOCK_RAW)} */
    static int socket(final int family, final int type, final String call) {
        return (int) check(Syscall.call(SyscallNumber.SOCKET, family, type | (long) SOCK_CLOEXEC, 0), "%s", call);
    }

    static void setOption(final int fd, final int level, final int option, final int value, final String optionName) {
        final long pointed = Syscall.threadScratch();
        Memory.putInt(pointed, value);
        setOption(fd, level, option, pointed, Integer.BYTES, optionName + ", value=" + value);
    }

    static void setOption(
            final int fd,
            final int level,
            final int option,
            final long address,
            final long lengthBytes,
            final String rendered) {
        final long result = Syscall.call(SyscallNumber.SETSOCKOPT, fd, level, option, address, lengthBytes, 0);
        check(result, "setsockopt(fd=%d, %s)", fd, rendered);
    }

    /**
     * Reads an option into {@code address}.
     *
     * @return how many bytes the kernel wrote
     */
    static int option(
            final int fd,
            final int level,
            final int option,
            final long address,
            final int lengthBytes,
            final String optionName) {
        final long pointed = Syscall.threadScratch();
        Memory.putInt(pointed, lengthBytes);
        final long result = Syscall.call(SyscallNumber.GETSOCKOPT, fd, level, option, address, pointed, 0);
        check(result, "getsockopt(fd=%d, %s)", fd, optionName);
        return Memory.getInt(pointed);
    }

    /**
     * Sets the size of a socket's receive or send buffer, past the system's limit when this process may do that.
     *
     * @param force the option for those who may: SO_RCVBUFFORCE, SO_SNDBUFFORCE
     * @param plain the option for everyone; the kernel silently caps it
     */
    static void setBufferBytes(
            final int fd, final int force, final int plain, final int lengthBytes, final String optionName) {
        final long pointed = Syscall.threadScratch();
        Memory.putInt(pointed, lengthBytes);
        final long forced = Syscall.call(SyscallNumber.SETSOCKOPT, fd, SOL_SOCKET, force, pointed, Integer.BYTES, 0);
        if (forced < 0) {
            setOption(fd, SOL_SOCKET, plain, lengthBytes, optionName);
        }
    }
}
