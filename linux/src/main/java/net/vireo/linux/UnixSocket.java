// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.vireo.linux.LinuxException.check;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.SockaddrUn;
import net.vireo.linux.struct.Ucred;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * A Unix socket (unix(7)): what the JDK's has, and descriptors in messages, datagrams, packets in sequence, the
 * peer's credentials. Blocking until {@link Fds#setNonBlocking} on its descriptor.
 *
 * <p>One thread receives and one sends at a time; they may be two. A send to a peer that is gone fails with EPIPE and
 * raises no signal.
 */
public final class UnixSocket implements AutoCloseable {
    private static final int MAX_PATH_BYTES = 107;

    private final int fd;
    private final UnixMessage receiving = new UnixMessage();
    private final UnixMessage sending = new UnixMessage();

    private UnixSocket(final int fd) {
        this.fd = fd;
    }

    /** How bytes are kept together. */
    public enum Type {
        /** A stream of bytes; messages run into each other. */
        STREAM(Sockets.SOCK_STREAM),
        /** Messages, without a connection unless connected; a message keeps its bounds. */
        DATAGRAM(Sockets.SOCK_DGRAM),
        /** Messages over a connection, in order; an empty one means the end. */
        SEQPACKET(Sockets.SOCK_SEQPACKET);

        private final int kernelType;

        Type(final int kernelType) {
            this.kernelType = kernelType;
        }
    }

    /**
     * The process at the other end, as it was when it connected or listened.
     *
     * @param pid as seen from this process's pid namespace, 0 if not visible
     * @param uid effective user
     * @param gid effective group
     */
    public record Credentials(int pid, int uid, int gid) {}

    /** Two connected ends. */
    public record Pair(UnixSocket first, UnixSocket second) {}

    /**
     * Makes the socket's file and listens.
     *
     * @throws LinuxException EADDRINUSE when the file exists
     */
    public static UnixSocket listen(final Path path, final Type type, final int backlog) {
        final UnixSocket socket = bind(path, type);
        try {
            check(Syscall.call(SyscallNumber.LISTEN, socket.fd, backlog), "listen(%s, backlog=%d)", path, backlog);
            return socket;
        } catch (final LinuxException failure) {
            socket.close();
            throw failure;
        }
    }

    /**
     * Makes the socket's file, to receive datagrams on.
     *
     * @throws LinuxException EADDRINUSE when the file exists
     */
    public static UnixSocket bind(final Path path, final Type type) {
        return named(SyscallNumber.BIND, "bind", path, type);
    }

    /** @throws LinuxException ENOENT without such a file, ECONNREFUSED when nobody listens on it */
    public static UnixSocket connect(final Path path, final Type type) {
        return named(SyscallNumber.CONNECT, "connect", path, type);
    }

    /**
     * As {@link #connect}, for threads that must not wait: the socket is non-blocking from the start.
     *
     * @throws LinuxException also EAGAIN while the listener's backlog is full
     */
    public static UnixSocket connectNow(final Path path, final Type type) {
        final UnixSocket socket = unnamed(type);
        try (UnixName name = new UnixName(path)) {
            Fds.setNonBlocking(socket.fd);
            check(name.tryConnect(socket.fd), "connect(%s, %s)", path, type);
            return socket;
        } catch (final LinuxException failure) {
            socket.close();
            throw failure;
        }
    }

    /** A socket that another process made and handed over; this now owns its descriptor. */
    public static UnixSocket adopt(final int fd) {
        return new UnixSocket(fd);
    }

    /** Makes a socket without a name and without a peer. */
    public static UnixSocket unnamed(final Type type) {
        return new UnixSocket(Sockets.socket(Sockets.AF_UNIX, type.kernelType, "socket(AF_UNIX, " + type + ")"));
    }

    /** Makes two connected ends, for two threads or to hand one to a child. */
    public static Pair pair(final Type type) {
        try (Scratch scratch = new Scratch()) {
            final long fds = scratch.allocate(2L * Integer.BYTES);
            final long flags = type.kernelType | (long) Sockets.SOCK_CLOEXEC;
            check(Syscall.call(SyscallNumber.SOCKETPAIR, Sockets.AF_UNIX, flags, 0, fds), "socketpair(%s)", type);
            return new Pair(new UnixSocket(Memory.getInt(fds)), new UnixSocket(Memory.getInt(fds + Integer.BYTES)));
        }
    }

    /** Waits for a connection. EAGAIN when the listening socket is non-blocking and there is none. */
    public UnixSocket accept() {
        final long accepted = Syscall.retry(SyscallNumber.ACCEPT4, fd, 0, 0, Sockets.SOCK_CLOEXEC);
        return new UnixSocket((int) check(accepted, "accept(fd=%d)", fd));
    }

    /** Who is at the other end of a connection. */
    public Credentials peerCredentials() {
        try (Scratch scratch = new Scratch()) {
            final long raw = scratch.allocate(Ucred.SIZE);
            Sockets.option(fd, Sockets.SOL_SOCKET, Sockets.SO_PEERCRED, raw, (int) Ucred.SIZE, "SO_PEERCRED");
            return new Credentials(
                    Memory.getInt(raw + Ucred.PID), Memory.getInt(raw + Ucred.UID), Memory.getInt(raw + Ucred.GID));
        }
    }

    /** From now on every message that comes says who sent it: {@link MessageVector#senderUid}. */
    public void passCredentials() {
        Sockets.setOption(fd, Sockets.SOL_SOCKET, Sockets.SO_PASSCRED, 1, "SO_PASSCRED");
    }

    /** Sets how much may be on its way to the other end; the kernel may allow less to those without privileges. */
    public void sendBufferBytes(final int lengthBytes) {
        Sockets.setBufferBytes(fd, Sockets.SO_SNDBUFFORCE, Sockets.SO_SNDBUF, lengthBytes, "SO_SNDBUF");
    }

    /**
     * Sends the buffer's remaining bytes and moves its position behind those that went: all of them for datagrams and
     * packets, perhaps fewer on a non-blocking stream.
     *
     * @param fds travel with the first byte; the receiver gets duplicates. At most {@link FdList#MAX}
     * @return bytes sent
     */
    public int send(final ByteBuffer bytes, final int... fds) {
        final int lengthBytes = bytes.remaining();
        final FdList list = new FdList(fds.length);
        for (final int passed : fds) {
            list.add(passed);
        }
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(lengthBytes);
            final byte[] copy = new byte[lengthBytes];
            bytes.get(bytes.position(), copy);
            Memory.copyIn(copy, 0, address, lengthBytes);
            final int sent = (int) check(
                    trySend(address, lengthBytes, list),
                    "sendmsg(fd=%d, length=%d, fds=%d)",
                    fd,
                    lengthBytes,
                    fds.length);
            bytes.position(bytes.position() + sent);
            return sent;
        }
    }

    /**
     * Receives into the buffer's remaining space and moves its position behind what came. Descriptors that come along
     * are closed; EAGAIN when the socket is non-blocking and nothing is there.
     *
     * @return bytes received, 0 at the end
     */
    public int receive(final ByteBuffer into) {
        return receive(into, new FdList(0));
    }

    /**
     * As {@link #receive(ByteBuffer)}, with descriptors.
     *
     * @param fds receives the message's descriptors, replacing what it held; those beyond its capacity are closed
     */
    public int receive(final ByteBuffer into, final FdList fds) {
        final int lengthBytes = into.remaining();
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(lengthBytes);
            final int received =
                    (int) check(tryReceive(address, lengthBytes, fds), "recvmsg(fd=%d, length=%d)", fd, lengthBytes);
            final byte[] copy = new byte[received];
            Memory.copyOut(address, copy, 0, received);
            into.put(copy);
            return received;
        }
    }

    /**
     * Hot: sends bytes and descriptors; allocates nothing.
     *
     * @return bytes sent or -errno: -EAGAIN when the socket is non-blocking and has no room
     */
    public int trySend(final long address, final int lengthBytes, final FdList fds) {
        return sending.trySend(fd, address, lengthBytes, fds);
    }

    /**
     * Hot: receives one message, or what a stream has; allocates nothing. A message longer than the space is cut.
     *
     * @param fds receives the message's descriptors, replacing what it held; those beyond its capacity are closed
     * @return bytes received, 0 at the end, or -errno: -EAGAIN when the socket is non-blocking and nothing is there,
     *     -EMFILE when the kernel could not install all descriptors (those that came are closed, the bytes are lost)
     */
    public int tryReceive(final long address, final int lengthBytes, final FdList fds) {
        return receiving.tryReceive(fd, address, lengthBytes, fds);
    }

    /** The descriptor, for {@link Epoll} and {@link Fds#setNonBlocking}. */
    public int fd() {
        return fd;
    }

    /** Closes the socket; a file that it was bound to stays. No other thread may be using it any more. */
    @Override
    public void close() {
        receiving.close();
        sending.close();
        Fds.close(fd);
    }

    private static UnixSocket named(final int number, final String call, final Path path, final Type type) {
        final byte[] bytes = path.toString().getBytes(UTF_8);
        if (bytes.length > MAX_PATH_BYTES) {
            throw new LinuxException(
                    Errno.ENAMETOOLONG,
                    call + "(" + path + "): a Unix socket's path has at most " + MAX_PATH_BYTES + " bytes, this one "
                            + bytes.length);
        }
        final int fd = Sockets.socket(Sockets.AF_UNIX, type.kernelType, "socket(AF_UNIX, " + type + ")");
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(SockaddrUn.SIZE);
            Memory.putShort(address + SockaddrUn.FAMILY, (short) Sockets.AF_UNIX);
            Memory.copyIn(bytes, 0, address + SockaddrUn.PATH, bytes.length);
            // connect of a stream may wait for room in the listener's backlog, and a signal may end that wait
            final long result = Syscall.retry(number, fd, address, SockaddrUn.SIZE);
            check(result, "%s(%s, %s)", call, path, type);
            return new UnixSocket(fd);
        } catch (final LinuxException failure) {
            Fds.close(fd);
            throw failure;
        }
    }
}
