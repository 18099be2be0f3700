// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import net.vireo.linux.Epoll;
import net.vireo.linux.Errno;
import net.vireo.linux.FdList;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.UnixSocket;
import net.vireo.linux.memory.Memory;
import net.vireo.virtio.vhost.Outgoing;

/**
 * Moves bytes and descriptors between one connection and its protocol session. A peer that does not read its replies is
 * not read from. {@link VhostControl}'s thread.
 */
final class Pump {
    private static final int ROOM_BYTES = Mmap.PAGE_BYTES;
    /** Reads in a row: then the other ports have a turn. */
    private static final int TURN_READS = 64;

    private final VhostControl control;
    private final UnixSocket socket;
    private final Session session;
    private final Consumer<String> ended;
    private final Mapping room = Mmap.anonymous(ROOM_BYTES, false);
    private final FdList fds = new FdList(FdList.MAX);
    private final int tag;
    private Outgoing pending;
    private boolean waitsForRoom;
    private boolean closed;

    /** Either side of the protocol. */
    interface Session {
        int wantedBytes();

        void receive(ByteBuffer bytes, int... fds);

        Outgoing poll();

        /** Why the connection is over, or null. */
        String ended();

        void close(String reason);

        /** The peer has said something, or is gone; nothing of it was read yet. */
        default void hearing() {}

        /** All that the peer has said was answered. */
        default void quiet() {}
    }

    /** @param ended told once, with a sentence, when the connection is closed and the session ended */
    Pump(final VhostControl control, final UnixSocket socket, final Session session, final Consumer<String> ended) {
        this.control = control;
        this.socket = socket;
        this.session = session;
        this.ended = ended;
        tag = control.watch(socket.fd(), Epoll.IN, this::ready);
    }

    /** Sends what the session has to say: at its begin, and after something was asked of it. */
    void flush() {
        while (!closed && (pending != null || next())) {
            final int sent = send();
            if (sent < 0) {
                break;
            }
            if (!pending.bytes().hasRemaining()) {
                pending = null;
            }
        }
        if (!closed && pending == null && session.ended() != null) {
            close(session.ended());
        }
        watchForRoom();
    }

    /** Ends the connection, for a reason. A second call does nothing. */
    void close(final String reason) {
        if (closed) {
            return;
        }
        closed = true;
        control.unwatch(socket.fd(), tag);
        session.close(reason);
        socket.close();
        room.close();
        ended.accept(reason);
    }

    private void ready(final int events) {
        if (pending != null) {
            flush();
        }
        if (!closed && pending == null) {
            session.hearing();
        }
        for (int i = 0; i < TURN_READS && !closed && pending == null; i++) {
            if (!read()) {
                break;
            }
            flush();
        }
        if (!closed && pending != null && (events & (Epoll.HANG_UP | Epoll.ERROR)) != 0) {
            close("the peer closed the connection");
        }
        if (!closed && pending == null) {
            session.quiet();
        }
    }

    /** @return whether there may be more */
    private boolean read() {
        final int wanted = Math.clamp(session.wantedBytes(), 1, ROOM_BYTES);
        final int got = socket.tryReceive(room.address(), wanted, fds);
        if (got == -Errno.EAGAIN) {
            return false;
        }
        if (got <= 0) {
            fds.closeAll();
            close(got == 0 ? "the peer closed the connection" : "reading failed: " + Errno.name(-got));
            return false;
        }
        final byte[] bytes = new byte[got];
        Memory.copyOut(room.address(), bytes, 0, got);
        final int[] taken = new int[fds.count()];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = fds.take(i);
        }
        fds.clear();
        session.receive(ByteBuffer.wrap(bytes), taken);
        return true;
    }

    private boolean next() {
        pending = session.poll();
        return pending != null;
    }

    /** @return bytes sent, or -1 when nothing more can be sent now */
    private int send() {
        try {
            return socket.send(pending.bytes(), pending.fds());
        } catch (final LinuxException failure) {
            if (failure.errno() != Errno.EAGAIN) {
                close("sending failed: " + failure.getMessage());
            }
            return -1;
        }
    }

    private void watchForRoom() {
        final boolean wanted = pending != null;
        if (!closed && wanted != waitsForRoom) {
            waitsForRoom = wanted;
            control.change(socket.fd(), wanted ? Epoll.OUT : Epoll.IN, tag);
        }
    }
}
