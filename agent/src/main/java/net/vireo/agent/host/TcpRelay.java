// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.service.Counters;
import net.vireo.cli.text.IpPrefix;

/**
 * Carries guests' connections to a service of the fabric, to one target after the other; one that cannot be reached makes
 * way for the next. The service sees the node's address.
 */
final class TcpRelay implements GuestSession {
    private static final int CONNECT_MS = 5_000;
    private static final int SILENT_MS = 30_000;

    private final List<IpPrefix> targets;
    private final int port;
    private final Counters<DoorCounter> counters;
    private final AtomicInteger next = new AtomicInteger();

    TcpRelay(final List<IpPrefix> targets, final int port, final Counters<DoorCounter> counters) {
        this.targets = List.copyOf(targets);
        this.port = port;
        this.counters = counters;
    }

    @Override
    public void serve(final Socket connection, final OperPort guest) throws IOException {
        try (Socket server = connect()) {
            final Thread back = Thread.ofVirtual().name("agent-relay").start(() -> copy(server, connection));
            copy(connection, server);
            back.join();
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws IOException when none can be reached */
    Socket connect() throws IOException {
        final int first = next.getAndIncrement();
        IOException last = new IOException("the service has no target");
        for (int i = 0; i < targets.size(); i++) {
            final IpPrefix target = targets.get(Math.floorMod(first + i, targets.size()));
            final Socket server = new Socket();
            try {
                server.connect(new InetSocketAddress(InetAddress.ofLiteral(target.address()), port), CONNECT_MS);
                server.setSoTimeout(SILENT_MS);
                return server;
            } catch (final IOException e) {
                server.close();
                last = e;
            }
        }
        counters.increment(DoorCounter.UNREACHABLE);
        throw last;
    }

    /** Until one has said all; then the other is told so. */
    private static void copy(final Socket from, final Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (final IOException broken) {
            close(from);
            close(to);
        }
    }

    private static void close(final Socket socket) {
        try {
            socket.close();
        } catch (final IOException gone) {
            // That is what was wanted.
        }
    }
}
