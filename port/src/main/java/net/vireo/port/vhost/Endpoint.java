// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.vireo.linux.Epoll;
import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.UnixSocket;
import net.vireo.port.log.LimitedLog;

/**
 * Where a port's connections come from: one at a time, a new one when the last has ended. As server it turns away a
 * second peer while the first is there. As client it looks up the path anew for each attempt, at intervals that double
 * from 10 ms up to one second. {@link VhostControl}'s thread only.
 */
final class Endpoint implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Endpoint.class.getName());
    private static final LimitedLog PEERS = new LimitedLog(Endpoint.class);
    private static final long FIRST_RETRY_MS = 10;
    private static final long LAST_RETRY_MS = 1000;
    /** How long a second peer waits: a guest that died and came back may be seen before the end of the first. */
    private static final long GRACE_MS = 100;

    private final VhostControl control;
    private final Path path;
    private final Consumer<UnixSocket> connected;
    private final SocketFile file;
    private int listenTag;
    private long retryMs = FIRST_RETRY_MS;
    private long begunNs;
    private int lastErrno;
    private UnixSocket waiting;
    private boolean busy;
    private boolean closed;

    private Endpoint(
            final VhostControl control, final Path path, final Consumer<UnixSocket> connected, final SocketFile file) {
        this.control = control;
        this.path = path;
        this.connected = connected;
        this.file = file;
    }

    /**
     * Begins to listen or to connect.
     *
     * @param busy whether there is a connection already, made by others; {@link #free} is called when it has ended
     * @param connected gets each connection, non-blocking, and owns it; calls {@link #free} when it has ended
     * @throws LinuxException when the socket cannot be made; a client is patient with everything
     */
    static Endpoint open(
            final VhostControl control,
            final Path path,
            final SocketRole role,
            final boolean busy,
            final Consumer<UnixSocket> connected) {
        final SocketFile file = role == SocketRole.SERVER ? SocketFile.listen(path) : null;
        final Endpoint endpoint = new Endpoint(control, path, connected, file);
        endpoint.busy = busy;
        endpoint.begunNs = System.nanoTime();
        if (file == null) {
            endpoint.connect();
        } else {
            endpoint.listenTag = control.watch(file.listener().fd(), Epoll.IN, events -> endpoint.accept());
        }
        return endpoint;
    }

    /** The last connection has ended: there may be another one. */
    void free() {
        busy = false;
        if (waiting != null && !closed) {
            final UnixSocket next = waiting;
            waiting = null;
            begin(next);
            return;
        }
        if (file == null && !closed) {
            // A peer that hangs up at once is not asked a hundred times a second.
            final boolean lasted = System.nanoTime() - begunNs > TimeUnit.MILLISECONDS.toNanos(LAST_RETRY_MS);
            retryMs = lasted ? FIRST_RETRY_MS : Math.min(2 * retryMs, LAST_RETRY_MS);
            control.after(retryMs, this::connect);
        }
    }

    /** No more connections; the one that there is stays the caller's to close. */
    @Override
    public void close() {
        closed = true;
        if (file != null) {
            control.unwatch(file.listener().fd(), listenTag);
            file.close();
        }
        if (waiting != null) {
            waiting.close();
            waiting = null;
        }
    }

    private void accept() {
        final UnixSocket peer;
        try {
            peer = file.listener().accept();
        } catch (final LinuxException failure) {
            if (failure.errno() != Errno.EAGAIN) {
                PEERS.log(Level.WARNING, path + ": a peer could not be accepted: " + failure.getMessage());
                pause();
            }
            return;
        }
        Fds.setNonBlocking(peer.fd());
        if (!busy) {
            begin(peer);
        } else {
            if (waiting != null) {
                turnAway(waiting);
            }
            waiting = peer;
            control.after(GRACE_MS, () -> turnAway(peer));
        }
    }

    /** The first peer is still there. */
    @SuppressWarnings("ReferenceEquality") // this one, not one like it
    private void turnAway(final UnixSocket peer) {
        if (waiting == peer) {
            PEERS.log(Level.WARNING, path + ": a second peer was turned away: " + peer.peerCredentials());
            peer.close();
            waiting = null;
        }
    }

    /** Descriptors have run out, most likely: the peer waits, and is not looked at again and again meanwhile. */
    private void pause() {
        control.change(file.listener().fd(), 0, listenTag);
        control.after(LAST_RETRY_MS, () -> {
            if (!closed) {
                control.change(file.listener().fd(), Epoll.IN, listenTag);
            }
        });
    }

    private void connect() {
        if (closed || busy) {
            return;
        }
        try {
            begin(UnixSocket.connectNow(path, UnixSocket.Type.STREAM));
        } catch (final LinuxException notYet) {
            if (notYet.errno() != lastErrno) {
                LOG.log(Level.INFO, path + ": nobody there yet, and will be asked again: " + notYet.getMessage());
                lastErrno = notYet.errno();
            }
            control.after(retryMs, this::connect);
            retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
        }
    }

    private void begin(final UnixSocket peer) {
        busy = true;
        begunNs = System.nanoTime();
        lastErrno = 0;
        PEERS.log(Level.INFO, () -> path + ": connected with " + peer.peerCredentials());
        connected.accept(peer);
    }
}
