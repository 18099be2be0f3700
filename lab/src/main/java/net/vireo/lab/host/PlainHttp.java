// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One request on one connection: a namespace is the calling thread's, and an HTTP client of the JDK's would connect from a
 * thread of its own.
 */
final class PlainHttp {
    private static final int LIMIT_MS = 5000;
    private static final String BODY = "\r\n\r\n";

    private PlainHttp() {}

    /**
     * Asks a server of this namespace's loopback.
     *
     * @return the body
     * @throws IOException when there is none, or the answer is not 200
     */
    static String get(final int port, final String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MS);
            socket.setSoTimeout(LIMIT_MS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            final String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            final int body = answer.indexOf(BODY);
            if (body < 0 || !answer.startsWith("200", answer.indexOf(' ') + 1)) {
                throw new IOException(
                        "GET " + path + " was answered with " + answer.lines().findFirst());
            }
            return answer.substring(body + BODY.length());
        }
    }
}
