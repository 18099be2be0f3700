// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the original tools sent, what they accepted as replies and what they then printed. */
final class Recorded {
    private static final JsonNode ROOT = load();

    private Recorded() {}

    /** One run of a tool that nobody answered. */
    record Request(String command, List<byte[]> messages) {
        @Override
        public String toString() {
            return command;
        }
    }

    /** One run of a tool with the replies it accepted. */
    record Conversation(String command, List<Turn> turns, String prints) {
        List<SandeshObject<?>> replyObjects() {
            return turns.stream().flatMap(turn -> turn.replyObjects().stream()).toList();
        }

        @Override
        public String toString() {
            return command;
        }
    }

    /** One request message and the messages of its reply. */
    record Turn(List<byte[]> messages) {
        byte[] request() {
            return messages.getFirst();
        }

        List<byte[]> replies() {
            return messages.subList(1, messages.size());
        }

        List<SandeshObject<?>> replyObjects() {
            return replies().stream()
                    .flatMap(reply -> ObjectReader.readAll(frame(reply).payload()).stream())
                    .toList();
        }
    }

    static Stream<Request> requests() {
        return ROOT.get("requests")
                .valueStream()
                .map(node -> new Request(
                        node.get("command").asString(),
                        node.get("requests").valueStream().map(Recorded::bytes).toList()));
    }

    static Stream<Conversation> conversations() {
        return ROOT.get("conversations")
                .valueStream()
                .map(node -> new Conversation(
                        node.get("command").asString(),
                        turns(node.get("exchange")),
                        node.get("prints").asString()));
    }

    /** The conversation of a command; the last one when there are several. */
    static Conversation conversation(final String command) {
        return conversations()
                .filter(conversation -> conversation.command().equals(command))
                .reduce((_, second) -> second)
                .orElseThrow();
    }

    /** Every message, of either direction: the corpus of the fuzzers. */
    static List<byte[]> allMessages() {
        final List<byte[]> messages = new ArrayList<>();
        requests().forEach(request -> messages.addAll(request.messages()));
        conversations().forEach(conversation -> {
            for (final Turn turn : conversation.turns()) {
                messages.addAll(turn.messages());
            }
        });
        return messages;
    }

    /** Cuts exactly one message. */
    static NetlinkMessage frame(final byte[] bytes) {
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        final NetlinkMessage message = new NetlinkFrames(NetlinkFrames.DEFAULT_LIMIT_BYTES).next(in);
        if (message == null || in.hasRemaining()) {
            throw new IllegalStateException("not exactly one message");
        }
        return message;
    }

    private static List<Turn> turns(final JsonNode exchange) {
        final List<Turn> turns = new ArrayList<>();
        for (final JsonNode step : exchange.values()) {
            if (step.has("req")) {
                turns.add(new Turn(new ArrayList<>(List.of(bytes(step.get("req"))))));
            } else {
                turns.getLast().messages().add(bytes(step.get("rep")));
            }
        }
        return turns;
    }

    private static byte[] bytes(final JsonNode hex) {
        return HexFormat.of().parseHex(hex.asString());
    }

    private static JsonNode load() {
        try (InputStream in = Recorded.class.getResourceAsStream("vrouter-wire-vectors.json")) {
            return new ObjectMapper().readTree(in);
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
