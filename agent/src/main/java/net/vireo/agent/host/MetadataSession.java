// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.metadata.MetadataCounter;
import net.vireo.agent.service.metadata.MetadataGuest;
import net.vireo.agent.service.metadata.MetadataProxy;
import net.vireo.agent.service.metadata.MetadataRequest;
import net.vireo.agent.service.metadata.MetadataSignature;
import net.vireo.cli.text.IpPrefix;

/**
 * The metadata proxy's connections: a guest's request goes on to the metadata service with who it is and the proof, one
 * request for a connection.
 */
final class MetadataSession implements GuestSession {
    /** Of a port that was not told which project it is in. */
    private static final String NO_PROJECT = "00000000-0000-0000-0000-000000000000";

    private static final int PIECE_BYTES = 8192;

    private final MetadataProxy proxy;
    private final TcpRelay service;

    MetadataSession(final NodeSettings.Metadata metadata, final Counters<DoorCounter> counters) {
        proxy = new MetadataProxy(new MetadataSignature(metadata.secret()));
        service = new TcpRelay(List.of(IpPrefix.host(metadata.address())), metadata.port(), counters);
    }

    /** What became of requests. */
    Counters<MetadataCounter> counters() {
        return proxy.counters();
    }

    /** Who a port is for the metadata service; a machine that nobody named is known by its port. */
    static MetadataGuest guest(final OperPort port) {
        return new MetadataGuest(
                port.config().address(false).map(IpPrefix::address).orElse("0.0.0.0"),
                port.instance().isEmpty() ? port.config().uuid().toString() : port.instance(),
                port.project().isEmpty() ? NO_PROJECT : port.project());
    }

    @Override
    public void serve(final Socket connection, final OperPort port) throws IOException {
        final MetadataGuest guest = guest(port);
        final InputStream in = connection.getInputStream();
        final byte[] piece = new byte[PIECE_BYTES];
        Bytes received = Bytes.EMPTY;
        while (true) {
            switch (receive(guest, received)) {
                case final MetadataRequest.Forward forward -> {
                    forward(forward, received, connection);
                    return;
                }
                case final MetadataRequest.Refuse refuse -> {
                    connection.getOutputStream().write(refuse.response().toArray());
                    return;
                }
                case MetadataRequest.Incomplete incomplete -> {
                    final int count = in.read(piece);
                    if (count < 0) {
                        return;
                    }
                    received = received.concat(Bytes.of(Arrays.copyOf(piece, count)));
                }
            }
        }
    }

    private MetadataRequest receive(final MetadataGuest guest, final Bytes received) {
        synchronized (proxy) {
            return proxy.receive(guest, received);
        }
    }

    private void forward(final MetadataRequest.Forward request, final Bytes received, final Socket connection)
            throws IOException {
        boolean answering = false;
        try (Socket server = service.connect()) {
            final OutputStream out = server.getOutputStream();
            out.write(request.head().toArray());
            final int there = (int) Math.min(received.size() - request.takenBytes(), request.bodyBytes());
            out.write(received.slice(request.takenBytes(), request.takenBytes() + there)
                    .toArray());
            copy(connection.getInputStream(), out, request.bodyBytes() - there);
            final byte[] piece = new byte[PIECE_BYTES];
            int count = server.getInputStream().read(piece);
            if (count < 0) {
                throw new IOException("the metadata service ended the connection without an answer");
            }
            answering = true;
            for (; count >= 0; count = server.getInputStream().read(piece)) {
                connection.getOutputStream().write(piece, 0, count);
            }
        } catch (final IOException e) {
            // Behind half an answer it would be taken for the rest of it.
            if (!answering) {
                connection
                        .getOutputStream()
                        .write(HttpText.response("502 Bad Gateway", "text/plain", HttpText.UNREACHABLE));
            }
            throw e;
        }
    }

    private static void copy(final InputStream in, final OutputStream out, final long lengthBytes) throws IOException {
        final byte[] piece = new byte[PIECE_BYTES];
        long left = lengthBytes;
        while (left > 0) {
            final int count = in.read(piece, 0, (int) Math.min(left, piece.length));
            if (count < 0) {
                throw new IOException("the guest's request ended before its body");
            }
            out.write(piece, 0, count);
            left -= count;
        }
    }
}
