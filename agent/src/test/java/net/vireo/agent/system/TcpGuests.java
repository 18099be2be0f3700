// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.NetNamespace;

/** A TCP connection between two guests, from the first SYN to the last ACK. */
final class TcpGuests {
    private static final int TIMEOUT_MS = 60_000;

    private TcpGuests() {}

    /** Connects, says hello, and closes. @return what the other end heard */
    static String talk(final UdpGuest client, final UdpGuest server, final String address, final int port)
            throws Exception {
        try (ServerSocket listening = NetNamespace.call(server.namespace(), () -> new ServerSocket(port))) {
            listening.setSoTimeout(TIMEOUT_MS);
            final CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
                try (Socket accepted = listening.accept()) {
                    return new String(accepted.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (final IOException e) {
                    return e.toString();
                }
            });
            try (Socket socket = NetNamespace.call(client.namespace(), TcpGuests::unconnected)) {
                socket.connect(new InetSocketAddress(address, port), TIMEOUT_MS);
                socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
            return heard.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** A socket that exists already: it belongs to the namespace that it was made in. */
    private static Socket unconnected() throws IOException {
        final Socket socket = new Socket();
        socket.bind(new InetSocketAddress("0.0.0.0", 0));
        return socket;
    }
}
