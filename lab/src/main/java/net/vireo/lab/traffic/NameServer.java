// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.vireo.linux.NetNamespace;

/**
 * A guest that says its name to whoever connects: when two tenants use the same address, the answer tells which of the
 * two guests was reached.
 */
public final class NameServer implements AutoCloseable {
    /** TCP port of the servers. */
    public static final int PORT = 4242;

    private static final int LIMIT_MS = 1500;
    private static final int NAME_BYTES = 64;

    private final ServerSocket socket;
    private final Thread thread;

    private NameServer(final ServerSocket socket, final String name) {
        this.socket = socket;
        thread = Thread.ofPlatform().daemon().name("name-" + name).start(() -> serve(socket, name));
    }

    /** Starts a server in a guest's namespace. */
    public static NameServer start(final Path space, final String name) {
        try {
            return new NameServer(NetNamespace.call(space, () -> new ServerSocket(PORT)), name);
        } catch (final IOException e) {
            throw new UncheckedIOException("no name server in " + space, e);
        }
    }

    /**
     * Asks from another guest's namespace who has an address.
     *
     * @return the name, or an empty string when nobody answers
     */
    public static String whoIs(final Path space, final int address) {
        try {
            return NetNamespace.call(space, () -> {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(inet(address), PORT), LIMIT_MS);
                    socket.setSoTimeout(LIMIT_MS);
                    return new String(socket.getInputStream().readNBytes(NAME_BYTES), StandardCharsets.US_ASCII);
                }
            });
        } catch (final IOException e) {
            return "";
        }
    }

    /** Stops it; nobody is answered after that. */
    @Override
    public void close() {
        try {
            socket.close();
            thread.join();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void serve(final ServerSocket socket, final String name) {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                client.getOutputStream().write(name.getBytes(StandardCharsets.US_ASCII));
            } catch (final IOException e) {
                // A client that left early, or close(): the loop's condition tells which.
                Thread.onSpinWait();
            }
        }
    }

    private static InetAddress inet(final int address) throws UnknownHostException {
        return InetAddress.getByAddress(
                new byte[] {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address});
    }
}
