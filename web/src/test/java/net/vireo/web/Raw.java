// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Requests as no well-behaved client would send them. */
final class Raw {
    private static final int READ_LIMIT_MS = 10_000;
    private static final String LENGTH = "content-length: ";
    private static final String END = "\r\n\r\n";

    private Raw() {}

    /** Sends lines, each ended as HTTP ends them, and an empty one; the answer, or nothing when the server hangs up. */
    static String ask(final int port, final String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_LIMIT_MS);
            socket.getOutputStream().write((String.join("\r\n", lines) + END).getBytes(StandardCharsets.ISO_8859_1));
            final InputStream in = socket.getInputStream();
            final ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END)) {
                final int next = in.read();
                if (next < 0) {
                    return head.toString(StandardCharsets.UTF_8);
                }
                head.write(next);
            }
            final String text = head.toString(StandardCharsets.UTF_8);
            return text + new String(in.readNBytes(bodyLength(text)), StandardCharsets.UTF_8);
        }
    }

    private static int bodyLength(final String head) {
        return head.toLowerCase(Locale.ROOT)
                .lines()
                .filter(line -> line.startsWith(LENGTH))
                .mapToInt(
                        line -> Integer.parseInt(line.substring(LENGTH.length()).strip()))
                .findFirst()
                .orElse(0);
    }
}
