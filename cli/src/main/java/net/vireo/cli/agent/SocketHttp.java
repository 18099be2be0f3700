// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * One request over a socket file, which no HTTP client of the JDK can (RFC 1945: HTTP/1.0, so that the end of the answer
 * is the end of the connection). Any thread.
 */
final class SocketHttp {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MOST_ANSWER_BYTES = 1 << 28;
    private static final String BODY = "\r\n\r\n";

    private SocketHttp() {}

    /** @param text the body */
    record Answer(int status, String text) {}

    /**
     * Asks.
     *
     * @param body JSON, or empty
     * @param limitMs for all of it
     * @throws IOException when nobody listens, or the answer is none or too late
     */
    static Answer exchange(
            final Path socket, final String method, final String path, final String body, final long limitMs)
            throws IOException {
        final int length = body.getBytes(StandardCharsets.UTF_8).length;
        final String request = method + " " + path + " HTTP/1.0\r\nHost: localhost\r\n"
                + (length == 0 ? "" : "Content-Type: application/json\r\nContent-Length: " + length + "\r\n")
                + "\r\n"
                + body;
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            final SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            final ByteBuffer rest = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
            while (rest.hasRemaining()) {
                await(selector, deadlineNs);
                channel.write(rest);
            }
            key.interestOps(SelectionKey.OP_READ);
            return parsed(everything(channel, selector, deadlineNs));
        }
    }

    private static String everything(final SocketChannel channel, final Selector selector, final long deadlineNs)
            throws IOException {
        final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (answer.size() < MOST_ANSWER_BYTES) {
            await(selector, deadlineNs);
            if (channel.read(buffer) < 0) {
                return answer.toString(StandardCharsets.UTF_8);
            }
            answer.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        throw new IOException("the answer has more than " + MOST_ANSWER_BYTES + " bytes");
    }

    private static void await(final Selector selector, final long deadlineNs) throws IOException {
        final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (leftMs <= 0 || selector.select(leftMs) == 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        selector.selectedKeys().clear();
    }

    private static Answer parsed(final String answer) throws IOException {
        final int body = answer.indexOf(BODY);
        final String[] words = answer.lines().findFirst().orElse("").split(" ", 3);
        if (body < 0 || words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[1-5][0-9]{2}")) {
            throw new IOException(answer.isEmpty() ? "it hung up" : "its answer is not HTTP");
        }
        return new Answer(Integer.parseInt(words[1]), answer.substring(body + BODY.length()));
    }
}
