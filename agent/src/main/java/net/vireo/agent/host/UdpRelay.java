// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import net.vireo.agent.config.LinkLocalService;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.service.Counters;
import net.vireo.cli.text.IpPrefix;
import net.vireo.port.log.LimitedLog;

/**
 * A door for datagrams: a socket on the node's address. Each port of a guest has a socket of its own towards the service, one
 * target for all its datagrams, until nothing comes back for a minute; a target that refuses makes way for the next.
 * Sockets are bounded, of all and of each guest.
 */
final class UdpRelay implements AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(UdpRelay.class);
    private static final int MOST = 512;
    private static final int MOST_OF_ONE = 64;
    private static final int MOST_BYTES = 1 << 16;

    /** How long an answer may take, and how long a port is remembered behind the last one. */
    private static final int SILENT_MS = 60_000;

    private final DatagramSocket door;
    private final LinkLocalService service;
    private final Supplier<OperState> state;
    private final Counters<DoorCounter> counters;
    private final Map<InetSocketAddress, DatagramSocket> sockets = new ConcurrentHashMap<>();
    private final AtomicInteger nextTarget = new AtomicInteger();

    /**
     * Starts to listen.
     *
     * @throws IOException when the host does not have the address
     */
    UdpRelay(
            final int address,
            final LinkLocalService service,
            final Supplier<OperState> state,
            final Counters<DoorCounter> counters)
            throws IOException {
        this.service = service;
        this.state = state;
        this.counters = counters;
        door = new DatagramSocket(new InetSocketAddress(HostAddress.socket(address), 0));
        Thread.ofVirtual().name("agent-door").start(this::run);
    }

    /** Where it listens. */
    int port() {
        return door.getLocalPort();
    }

    private void run() {
        final Backoff backoff = new Backoff();
        final DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        while (!door.isClosed()) {
            try {
                packet.setLength(MOST_BYTES);
                door.receive(packet);
                relay(packet);
                backoff.worked();
            } catch (final PortUnreachableException gone) {
                // A guest that does not wait for its answer any more.
            } catch (final IOException e) {
                if (!door.isClosed()) {
                    counters.increment(DoorCounter.BROKEN);
                    LOG.log(Level.WARNING, "a datagram for service " + service.name() + " was lost: " + e.getMessage());
                    backoff.failed();
                }
            }
        }
    }

    private void relay(final DatagramPacket packet) throws IOException {
        final Optional<OperPort> guest = HostAddress.guest(packet.getAddress(), state.get());
        if (guest.isEmpty()) {
            counters.increment(DoorCounter.STRANGER);
            return;
        }
        final InetSocketAddress from = new InetSocketAddress(packet.getAddress(), packet.getPort());
        DatagramSocket socket = sockets.get(from);
        if (socket == null) {
            if (isFull(packet.getAddress())) {
                counters.increment(DoorCounter.TOO_MANY);
                return;
            }
            socket = open(from);
        }
        counters.increment(DoorCounter.DATAGRAM);
        try {
            socket.send(new DatagramPacket(packet.getData(), packet.getLength()));
        } catch (final IOException refused) {
            counters.increment(DoorCounter.UNREACHABLE);
            socket.close();
        }
    }

    private boolean isFull(final InetAddress guest) {
        return sockets.size() >= MOST
                || sockets.keySet().stream()
                                .filter(from -> from.getAddress().equals(guest))
                                .count()
                        >= MOST_OF_ONE;
    }

    private DatagramSocket open(final InetSocketAddress from) throws IOException {
        final List<IpPrefix> targets = service.targets();
        final IpPrefix target = targets.get(Math.floorMod(nextTarget.getAndIncrement(), targets.size()));
        final DatagramSocket socket = new DatagramSocket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(target.address()), service.targetPort()));
            socket.setSoTimeout(SILENT_MS);
        } catch (final IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        sockets.put(from, socket);
        Thread.ofVirtual().name("agent-relay").start(() -> back(from, socket));
        return socket;
    }

    private void back(final InetSocketAddress to, final DatagramSocket socket) {
        final DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        try (socket) {
            while (!door.isClosed()) {
                packet.setLength(MOST_BYTES);
                socket.receive(packet);
                door.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
            }
        } catch (final SocketTimeoutException silent) {
            // Whoever asks again gets another one.
        } catch (final PortUnreachableException refused) {
            counters.increment(DoorCounter.UNREACHABLE);
        } catch (final SocketException closed) {
            // By us.
        } catch (final IOException e) {
            counters.increment(DoorCounter.BROKEN);
            LOG.log(Level.DEBUG, "an answer of service " + service.name() + " was lost: " + e.getMessage());
        } finally {
            sockets.remove(to, socket);
        }
    }

    /** Ends listening, and all that is under way. */
    @Override
    public void close() {
        door.close();
        sockets.values().forEach(DatagramSocket::close);
    }
}
