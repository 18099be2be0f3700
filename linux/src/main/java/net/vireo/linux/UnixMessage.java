// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.Cmsghdr;
import net.vireo.linux.struct.Iovec;
import net.vireo.linux.struct.Msghdr;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/** One direction of a {@link UnixSocket}: the structs of a message with descriptors, made once. One thread at a time. */
final class UnixMessage implements AutoCloseable {
    private static final int SCM_RIGHTS = 1;
    private static final long CONTROL_BYTES = (Cmsghdr.SIZE + (long) FdList.MAX * Integer.BYTES + 7) & -8L;

    private final Mapping memory = Mmap.anonymous(Msghdr.SIZE + Iovec.SIZE + CONTROL_BYTES, false);
    private final long header = memory.address();
    private final long iovec = header + Msghdr.SIZE;
    private final long control = iovec + Iovec.SIZE;

    UnixMessage() {
        Memory.putLong(header + Msghdr.IOV, iovec);
        Memory.putLong(header + Msghdr.IOV_COUNT, 1);
        Memory.putLong(header + Msghdr.CONTROL, control);
    }

    int trySend(final int fd, final long address, final int lengthBytes, final FdList fds) {
        point(address, lengthBytes);
        final int count = fds.count();
        final long controlLength = Cmsghdr.SIZE + (long) count * Integer.BYTES;
        Memory.putLong(control + Cmsghdr.LENGTH, controlLength);
        Memory.putInt(control + Cmsghdr.LEVEL, Sockets.SOL_SOCKET);
        Memory.putInt(control + Cmsghdr.TYPE, SCM_RIGHTS);
        for (int i = 0; i < count; i++) {
            Memory.putInt(control + Cmsghdr.SIZE + (long) i * Integer.BYTES, fds.fd(i));
        }
        Memory.putLong(header + Msghdr.CONTROL_LENGTH, count == 0 ? 0 : controlLength);
        return (int) Syscall.retry(SyscallNumber.SENDMSG, fd, header, Sockets.MSG_NOSIGNAL);
    }

    int tryReceive(final int fd, final long address, final int lengthBytes, final FdList fds) {
        point(address, lengthBytes);
        Memory.putLong(header + Msghdr.CONTROL_LENGTH, CONTROL_BYTES);
        fds.clear();
        final int received = (int) Syscall.retry(SyscallNumber.RECVMSG, fd, header, Sockets.MSG_CMSG_CLOEXEC);
        if (received < 0) {
            return received;
        }
        collect(fds);
        // There is always room for the most a message may carry, so only a full descriptor table cuts the list.
        if ((Memory.getInt(header + Msghdr.FLAGS) & Sockets.MSG_CTRUNC) != 0) {
            fds.closeAll();
            return -Errno.EMFILE;
        }
        return received;
    }

    @Override
    public void close() {
        memory.close();
    }

    private void point(final long address, final int lengthBytes) {
        Memory.putLong(iovec + Iovec.BASE, address);
        Memory.putLong(iovec + Iovec.LENGTH, lengthBytes);
        Memory.putInt(header + Msghdr.FLAGS, 0);
    }

    /** Only SCM_RIGHTS can come: nothing else was asked for with a socket option. The kernel sends it as one. */
    private void collect(final FdList fds) {
        final long controlLength = Memory.getLong(header + Msghdr.CONTROL_LENGTH);
        if (controlLength < Cmsghdr.SIZE
                || Memory.getInt(control + Cmsghdr.LEVEL) != Sockets.SOL_SOCKET
                || Memory.getInt(control + Cmsghdr.TYPE) != SCM_RIGHTS) {
            return;
        }
        final long end = control + Math.min(Memory.getLong(control + Cmsghdr.LENGTH), controlLength);
        for (long at = control + Cmsghdr.SIZE; at + Integer.BYTES <= end; at += Integer.BYTES) {
            final int received = Memory.getInt(at);
            if (!fds.add(received)) {
                Fds.close(received);
            }
        }
    }
}
