// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.nio.charset.StandardCharsets;

/** Answers of HTTP that are made here. */
final class HttpText {
    static final String UNREACHABLE = "The metadata service of this node cannot be reached.\n";

    private HttpText() {}

    /** A whole answer, after which the connection ends. */
    static byte[] response(final String status, final String type, final String body) {
        final byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        final byte[] head = ("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "; charset=utf-8\r\nContent-Length: "
                        + bytes.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        final byte[] all = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        return all;
    }
}
