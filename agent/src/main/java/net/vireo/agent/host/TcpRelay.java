// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.service.Counters;
import net.vireo.cli.text.IpPrefix;

/**
 * Carries guests' connections to a service of the fabric, to one target after the other; one that cannot be reached makes
 * way for the next. The service sees the node's address. A connection ends when neither end has said, or taken, anything for
 * 30 seconds: one that only listens to a long answer is not silent.
 */
final class TcpRelay implements GuestSession {
    private static final int CONNECT_MS = 5_000;
    private static final int SILENT_MS = 30_000;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int PIECE_BYTES = 16_384;

    private final List<IpPrefix> targets;
    private final int port;
    private final Counters<DoorCounter> counters;
    private final LongSupplier clockNs;
    private final AtomicInteger next = new AtomicInteger();

    TcpRelay(final List<IpPrefix> targets, final int port, final Counters<DoorCounter> counters) {
        this(targets, port, counters, System::nanoTime);
    }

    /** @param clockNs as {@link System#nanoTime}, by which silence is measured */
    TcpRelay(
            final List<IpPrefix> targets,
            final int port,
            final Counters<DoorCounter> counters,
            final LongSupplier clockNs) {
        this.targets = List.copyOf(targets);
        this.port = port;
        this.counters = counters;
        this.clockNs = clockNs;
    }

    @Override
    public void serve(final Socket connection, final OperPort guest) throws IOException {
        try (Socket server = connect()) {
            new Conversation(connection, server).carry();
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

    /** A connection's two directions, each on a thread of its own, and when something passed last. */
    private final class Conversation {
        private final Socket guest;
        private final Socket server;
        private volatile long lastNs = clockNs.getAsLong();
        private volatile IOException broken;

        Conversation(final Socket guest, final Socket server) {
            this.guest = guest;
            this.server = server;
        }

        /** Until both have said all. A write may wait for ever for who takes nothing: so who waits here looks at the time. */
        void carry() throws IOException, InterruptedException {
            guest.setSoTimeout(0);
            server.setSoTimeout(0);
            final List<Thread> directions = List.of(
                    Thread.ofVirtual().name("agent-relay").start(() -> copy(guest, server)),
                    Thread.ofVirtual().name("agent-relay").start(() -> copy(server, guest)));
            for (final Thread direction : directions) {
                while (!direction.join(LOOK)) {
                    if (clockNs.getAsLong() - lastNs >= TimeUnit.MILLISECONDS.toNanos(SILENT_MS)) {
                        end(new IOException("both ends are silent"));
                    }
                }
            }
            if (broken != null) {
                throw broken;
            }
        }

        /** Until one has said all; then the other is told so. */
        private void copy(final Socket from, final Socket to) {
            final byte[] piece = new byte[PIECE_BYTES];
            try {
                for (int count = from.getInputStream().read(piece);
                        count >= 0;
                        count = from.getInputStream().read(piece)) {
                    lastNs = clockNs.getAsLong();
                    to.getOutputStream().write(piece, 0, count);
                    lastNs = clockNs.getAsLong();
                }
                to.shutdownOutput();
            } catch (final IOException e) {
                end(e);
            }
        }

        private void end(final IOException why) {
            if (broken == null) {
                broken = why;
            }
            close(guest);
            close(server);
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
