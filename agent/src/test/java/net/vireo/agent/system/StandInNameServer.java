// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A name server of the host that gives every name of type A one address, and notes from which ports it was asked. */
final class StandInNameServer implements AutoCloseable {
    private static final int DNS_PORT = 53;
    private static final int HEADER_BYTES = 12;
    private static final int TYPE_A = 1;

    private final DatagramSocket socket;
    private final byte[] address;
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

    StandInNameServer(final String own, final String answer) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(own), DNS_PORT));
        address = InetAddress.ofLiteral(answer).getAddress();
        Thread.ofPlatform().name("name-server").daemon().start(this::serve);
    }

    /** From which ports queries came. */
    Set<Integer> ports() {
        return Set.copyOf(ports);
    }

    private void serve() {
        final DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                packet.setLength(512);
                socket.receive(packet);
                ports.add(packet.getPort());
                final byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (final SocketException closed) {
                return;
            } catch (final IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** RFC 1035 4.1: the query's header and question, and for type A one answer, whose name points at the question's. */
    private byte[] answer(final byte[] query) {
        int end = HEADER_BYTES;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        end += 5;
        final boolean found = query[end - 3] == TYPE_A;
        final ByteBuffer out = ByteBuffer.allocate(end + (found ? 16 : 0));
        out.put(query, 0, 2).putShort((short) 0x8180).putShort((short) 1);
        out.putShort((short) (found ? 1 : 0)).putInt(0);
        out.put(query, HEADER_BYTES, end - HEADER_BYTES);
        if (found) {
            out.putShort((short) 0xc00c)
                    .putShort((short) TYPE_A)
                    .putShort((short) 1)
                    .putInt(60);
            out.putShort((short) 4).put(address);
        }
        return out.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
