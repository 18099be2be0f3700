// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.shelf;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.web.model.Json;
import net.vireo.web.model.JsonReader;

/**
 * Asks the lab that keeps its nodes in this run directory for its faults: one line of JSON each way over a unix socket, which
 * the lab serves while it is kept. Any thread; blocks.
 */
public final class Shelf {
    /** The socket's name in the run directory. */
    public static final String SOCKET_NAME = "shelf";

    private static final int MOST_ANSWER_BYTES = 1 << 16;
    private static final long ANSWER_LIMIT_MS = 10_000;

    private final Path socket;

    /** @param run the run directory */
    public Shelf(final Path run) {
        socket = run.resolve(SOCKET_NAME);
    }

    /**
     * What the lab said.
     *
     * @param faults as the lab describes them; empty with {@link #problem}
     * @param problem why not, or empty
     */
    public record Answer(List<?> faults, String problem) {
        public Answer {
            faults = List.copyOf(faults);
        }
    }

    /** Whether a lab is there. */
    public boolean isThere() {
        return Files.exists(socket);
    }

    /**
     * Asks.
     *
     * @param wish {@code list}, {@code plant} or {@code lift}
     * @param fault which; empty for a list
     * @throws IOException a sentence, when the lab does not answer or answers nonsense
     */
    public Answer ask(final String wish, final Optional<String> fault) throws IOException {
        final Map<String, Object> request = new LinkedHashMap<>();
        request.put("do", wish);
        fault.ifPresent(name -> request.put("fault", name));
        final Object tree = JsonReader.read(exchange(Json.bytes(request)));
        if (tree instanceof Map<?, ?> map) {
            if (map.get("faults") instanceof List<?> faults) {
                return new Answer(faults, "");
            }
            if (map.get("error") instanceof String problem) {
                return new Answer(List.of(), problem);
            }
        }
        throw new IOException("the kept lab's answer has neither faults nor an error");
    }

    private byte[] exchange(final byte[] line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            final Thread limit = Thread.ofVirtual().start(() -> closeLate(channel));
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                final ByteBuffer out = ByteBuffer.allocate(line.length + 1)
                        .put(line)
                        .put((byte) '\n')
                        .flip();
                while (out.hasRemaining()) {
                    channel.write(out);
                }
                return answer(channel);
            } catch (final IOException | RuntimeException failure) {
                throw new IOException("the kept lab does not answer: " + failure.getMessage(), failure);
            } finally {
                limit.interrupt();
            }
        }
    }

    /** A line, or all there is until the lab closes. */
    private static byte[] answer(final SocketChannel channel) throws IOException {
        final ByteBuffer in = ByteBuffer.allocate(MOST_ANSWER_BYTES);
        while (channel.read(in) >= 0) {
            if (in.position() > 0 && in.get(in.position() - 1) == '\n') {
                break;
            }
            if (!in.hasRemaining()) {
                throw new IOException("it says more than " + MOST_ANSWER_BYTES + " bytes");
            }
        }
        return Arrays.copyOf(in.array(), in.position());
    }

    /** A lab that says nothing is not waited for: its channel is closed under whoever reads. */
    private static void closeLate(final SocketChannel channel) {
        try {
            Thread.sleep(ANSWER_LIMIT_MS);
            channel.close();
        } catch (final InterruptedException answered) {
            // In time.
        } catch (final IOException gone) {
            System.getLogger(Shelf.class.getName()).log(System.Logger.Level.DEBUG, "shelf", gone);
        }
    }
}
