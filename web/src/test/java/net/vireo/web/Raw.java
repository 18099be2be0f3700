// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests as no well-behaved client would send them. */
final class Raw {
    private static final int READ_LIMIT_MS = 10_000;

    private Raw() {}

    /** Sends lines, each ended as HTTP ends them, and an empty one; all that comes back until the server closes. */
    static String ask(final int port, final String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_LIMIT_MS);
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
