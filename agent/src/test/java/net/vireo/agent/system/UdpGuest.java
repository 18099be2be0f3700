// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;

/** Sockets of a guest's kernel, in its namespace, and what came to them. */
final class UdpGuest implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int MOST_BYTES = 2_048;

    private final Path namespace;
    private final String device;
    private final Map<Integer, Inbox> inboxes = new ConcurrentHashMap<>();

    /** What came to one socket: when, from whom, and whether its numbers rose by one. */
    private static final class Inbox {
        private final DatagramSocket socket;
        private final List<String> senders = new ArrayList<>();
        private long lastNs;
        private long lastNumber = -1;
        private boolean inOrder = true;

        Inbox(final DatagramSocket socket) {
            this.socket = socket;
        }

        synchronized void received(final DatagramPacket packet) {
            senders.add(text((InetSocketAddress) packet.getSocketAddress()));
            lastNs = System.nanoTime();
            final String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            if (text.startsWith("#")) {
                final long number = Long.parseLong(text.substring(1));
                inOrder &= number == lastNumber + 1;
                lastNumber = number;
            }
        }

        private static String text(final InetSocketAddress address) {
            return address.getAddress().getHostAddress() + ":" + address.getPort();
        }

        synchronized int count() {
            return senders.size();
        }

        synchronized List<String> senders() {
            return List.copyOf(senders);
        }

        synchronized long lastNs() {
            return lastNs;
        }

        synchronized boolean isInOrder() {
            return inOrder;
        }
    }

    UdpGuest(final Path namespace, final String device) {
        this.namespace = namespace;
        this.device = device;
    }

    Path namespace() {
        return namespace;
    }

    /** One more address of its own. */
    void address(final String address) throws IOException {
        try (RtNetlink links = RtNetlink.open(namespace)) {
            links.addAddress(links.link(device).index(), number(address), 32);
        }
    }

    static int number(final String address) throws IOException {
        return java.nio.ByteBuffer.wrap(InetAddress.getByName(address).getAddress())
                .getInt();
    }

    /** Listens on a port of any of its addresses. */
    void listen(final int port) {
        inbox("0.0.0.0", port);
    }

    /** Listens on a port of one of its addresses. */
    void listen(final String address, final int port) {
        inbox(address, port);
    }

    private Inbox inbox(final String address, final int port) {
        return inboxes.computeIfAbsent(port, made -> open(address, port));
    }

    private Inbox open(final String address, final int port) {
        try {
            final DatagramSocket socket = NetNamespace.call(namespace, () -> {
                final DatagramSocket made = new DatagramSocket(null);
                made.setReceiveBufferSize(BUFFER_BYTES);
                made.bind(new InetSocketAddress(address, port));
                return made;
            });
            final Inbox inbox = new Inbox(socket);
            Thread.ofPlatform().daemon().name("inbox-" + port).start(() -> receive(inbox));
            return inbox;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void receive(final Inbox inbox) {
        while (!inbox.socket.isClosed()) {
            final DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
            try {
                inbox.socket.receive(packet);
                inbox.received(packet);
            } catch (final SocketException closed) {
                return;
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Sends from a port of its own, which also listens from then on. */
    void send(final int sourcePort, final String to, final int port, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            inbox("0.0.0.0", sourcePort)
                    .socket
                    .send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(to), port));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers who sent the last datagram to a port. */
    void reply(final int port, final String text) {
        final String last = lastSender(port);
        final int colon = last.indexOf(':');
        send(port, last.substring(0, colon), Integer.parseInt(last.substring(colon + 1)), text);
    }

    /** Whether the kernel is told, for a datagram of its own, that nobody listens there. */
    boolean isRefused(final String to, final int port) throws IOException {
        try (DatagramSocket socket = NetNamespace.call(namespace, () -> new DatagramSocket())) {
            socket.connect(new InetSocketAddress(to, port));
            socket.setSoTimeout(2_000);
            for (int attempt = 0; attempt < 10; attempt++) {
                try {
                    socket.send(new DatagramPacket(new byte[] {1}, 1));
                    socket.receive(new DatagramPacket(new byte[1], 1));
                } catch (final PortUnreachableException refused) {
                    return true;
                } catch (final SocketTimeoutException lost) {
                    // Kernels limit how often they tell.
                }
            }
            return false;
        }
    }

    int receivedCount(final int port) {
        return inboxes.get(port).count();
    }

    String lastSender(final int port) {
        return inboxes.get(port).senders().getLast();
    }

    TreeSet<String> senders(final int port) {
        return new TreeSet<>(inboxes.get(port).senders());
    }

    long lastReceivedNs(final int port) {
        return inboxes.get(port).lastNs();
    }

    /** How long nothing has come. */
    long quietNs(final int port) {
        return System.nanoTime() - lastReceivedNs(port);
    }

    /** Whether every numbered datagram came, in order. */
    boolean isInOrder(final int port) {
        return inboxes.get(port).isInOrder();
    }

    @Override
    public void close() {
        inboxes.values().forEach(inbox -> inbox.socket.close());
    }
}
