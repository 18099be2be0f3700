// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.lab.host.LabException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the shelf of a lab that stays. Any thread. */
public final class ShelfClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_ANSWER_BYTES = 1 << 20;

    private final Path socket;

    /** @param socket that the lab made */
    public ShelfClient(final Path socket) {
        this.socket = socket;
    }

    /**
     * Asks for something.
     *
     * @param what {@code list}, {@code scenes}, {@code plant} or {@code lift}
     * @param fault its name, or empty
     * @return the answer
     * @throws LabException when no lab stays here, or it refuses
     */
    public JsonNode ask(final String what, final String fault) {
        if (!Files.exists(socket)) {
            throw new LabException("no lab stays in " + socket.getParent() + "; start one with: vireo lab --keep");
        }
        final Map<String, String> request = new LinkedHashMap<>(Map.of("do", what));
        if (!fault.isEmpty()) {
            request.put("fault", fault);
        }
        final JsonNode answer;
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            final ByteBuffer line =
                    ByteBuffer.wrap((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            answer = JSON.readTree(Channels.newInputStream(channel).readNBytes(MOST_ANSWER_BYTES));
        } catch (final IOException | JacksonException e) {
            throw new LabException("the lab in " + socket.getParent() + " does not answer: " + e.getMessage(), e);
        }
        if (answer.has("error")) {
            throw new LabException(answer.path("error").asString());
        }
        return answer;
    }
}
