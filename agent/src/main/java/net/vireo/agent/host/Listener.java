// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.service.Counters;
import net.vireo.port.log.LimitedLog;

/**
 * A door: a listening socket on the node's address. Who comes from a guest's link-local address is that guest, since flows
 * alone give these; everybody else is let go at once. Connections are bounded, of all and of each guest.
 */
final class Listener implements AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(Listener.class);
    private static final int BACKLOG = 64;
    private static final int MOST = 256;
    private static final int MOST_OF_ONE = 16;

    /** How long an end may be silent. */
    private static final int SILENT_MS = 30_000;

    private final ServerSocket server;
    private final Supplier<OperState> state;
    private final GuestSession session;
    private final Counters<DoorCounter> counters;
    private final Semaphore all = new Semaphore(MOST);
    private final Map<Integer, Integer> ofGuest = new ConcurrentHashMap<>();

    /**
     * Starts to listen.
     *
     * @param port the one to have if it is free, otherwise any
     * @throws IOException when the host does not have the address
     */
    Listener(
            final int address,
            final int port,
            final Supplier<OperState> state,
            final GuestSession session,
            final Counters<DoorCounter> counters)
            throws IOException {
        server = listen(HostAddress.socket(address), port);
        this.state = state;
        this.session = session;
        this.counters = counters;
        Thread.ofVirtual().name("agent-door").start(this::accept);
    }

    private static ServerSocket listen(final InetAddress own, final int port) throws IOException {
        final ServerSocket wished = new ServerSocket();
        try {
            wished.bind(new InetSocketAddress(own, port), BACKLOG);
            return wished;
        } catch (final IOException taken) {
            wished.close();
            return new ServerSocket(0, BACKLOG, own);
        }
    }

    /** Where it listens. */
    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        final Backoff backoff = new Backoff();
        while (!server.isClosed()) {
            try {
                admit(server.accept());
                backoff.worked();
            } catch (final IOException e) {
                if (!server.isClosed()) {
                    // Most often there is no descriptor left: the connection waits in the kernel, and accepting it
                    // fails at once.
                    counters.increment(DoorCounter.NOT_ACCEPTED);
                    LOG.log(Level.WARNING, "a guest's connection was not accepted: " + e.getMessage());
                    backoff.failed();
                }
            }
        }
    }

    private void admit(final Socket connection) throws IOException {
        final Optional<OperPort> guest = HostAddress.guest(connection.getInetAddress(), state.get());
        if (guest.isEmpty()) {
            counters.increment(DoorCounter.STRANGER);
            connection.close();
        } else if (!enter(guest.get().vif())) {
            counters.increment(DoorCounter.TOO_MANY);
            connection.close();
        } else {
            counters.increment(DoorCounter.CONNECTION);
            connection.setSoTimeout(SILENT_MS);
            Thread.ofVirtual().name("agent-guest").start(() -> serve(connection, guest.get()));
        }
    }

    private boolean enter(final int vif) {
        if (!all.tryAcquire()) {
            return false;
        }
        if (ofGuest.merge(vif, 1, Integer::sum) > MOST_OF_ONE) {
            leave(vif);
            return false;
        }
        return true;
    }

    private void leave(final int vif) {
        ofGuest.computeIfPresent(vif, (number, count) -> count == 1 ? null : count - 1);
        all.release();
    }

    private void serve(final Socket connection, final OperPort guest) {
        try (connection) {
            session.serve(connection, guest);
        } catch (final IOException e) {
            counters.increment(DoorCounter.BROKEN);
            LOG.log(Level.DEBUG, "a connection of port " + guest.config().name() + " broke: " + e.getMessage());
        } finally {
            leave(guest.vif());
        }
    }

    /** Ends listening; connections that are there go on. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (final IOException e) {
            LOG.log(Level.INFO, "a listening socket could not be closed: " + e.getMessage());
        }
    }
}
