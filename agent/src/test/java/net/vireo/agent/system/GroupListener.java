// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import net.vireo.linux.NetNamespace;

/**
 * A guest's kernel that listens to multicast groups, or only hears what comes: a socket that takes every group's packets, if
 * the kernel lets them in.
 */
final class GroupListener implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final MulticastSocket socket;
    private final InetSocketAddress group;
    private final NetworkInterface device;
    private final AtomicInteger count = new AtomicInteger();

    /** Joins at once. */
    GroupListener(final Path namespace, final String device, final String group, final int port) throws IOException {
        this.group = new InetSocketAddress(InetAddress.ofLiteral(group), port);
        this.device = NetNamespace.call(namespace, () -> NetworkInterface.getByName(device));
        socket = NetNamespace.call(namespace, () -> {
            final MulticastSocket made = new MulticastSocket(port);
            made.setReceiveBufferSize(BUFFER_BYTES);
            made.joinGroup(this.group, this.device);
            return made;
        });
        Thread.ofPlatform().daemon().name("listener").start(this::receive);
    }

    private void receive() {
        final DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                count.incrementAndGet();
            } catch (final IOException e) {
                return;
            }
        }
    }

    /** Packets of the group that came. */
    int count() {
        return count.get();
    }

    /** Leaves the group and goes on hearing. */
    void leave() throws IOException {
        socket.leaveGroup(group, device);
    }

    /** Sends packets to a group, from another guest. */
    static void send(final Path namespace, final String device, final String group, final int port, final int count)
            throws IOException {
        final byte[] bytes = new byte[100];
        final NetworkInterface link = NetNamespace.call(namespace, () -> NetworkInterface.getByName(device));
        try (MulticastSocket socket = NetNamespace.call(namespace, () -> sender(link))) {
            for (int i = 0; i < count; i++) {
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.ofLiteral(group), port));
            }
        }
    }

    private static MulticastSocket sender(final NetworkInterface link) throws IOException {
        final MulticastSocket socket = new MulticastSocket();
        try {
            socket.setNetworkInterface(link);
            socket.setTimeToLive(4);
            return socket;
        } catch (final SocketException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
