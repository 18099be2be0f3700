// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Talks to a vRouter over its control socket, one request after the other. For one thread. Every method throws
 * {@link VrouterException} when the other side is gone, late or talks nonsense, and {@link VrouterRefusal} when it answers
 * with an error.
 */
public final class VrouterClient implements AutoCloseable {
    /** How long an answer may take. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    // Both limits are those of the original agent (sheet vrouter-dataplane, 5.1).
    private static final int BULK_OBJECTS = 16;
    private static final int BULK_BYTES = 4096 - NetlinkHeader.LENGTH_BYTES;

    /** What is written before answers are read must fit the socket's buffers, or both sides wait to write: 64 KB. */
    private static final int MESSAGES_UNDER_WAY = 16;

    private final UnixConnection connection;
    private final NetlinkFrames frames = new NetlinkFrames(NetlinkFrames.DEFAULT_LIMIT_BYTES);
    private final ByteBuffer received = ByteBuffer.allocate(8192).flip();
    private int sequence;

    private VrouterClient(final UnixConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param socket the path of the control socket, {@code .../dpdk_netlink}
     */
    public static VrouterClient connect(final Path socket) {
        return connect(socket, DEFAULT_TIMEOUT);
    }

    /**
     * Connects.
     *
     * @param socket the path of the control socket
     * @param timeout how long an answer may take
     */
    public static VrouterClient connect(final Path socket, final Duration timeout) {
        return new VrouterClient(UnixConnection.open(socket, timeout));
    }

    /** Sends one object and waits for the answer: an add, a get, a delete, a reset. */
    public Reply request(final SandeshObject<?> object) {
        final Exchange answer = exchange(ObjectWriter.encode(object));
        final int code = answer.codes.isEmpty() ? ResponseCode.OK : answer.codes.getFirst();
        if (ResponseCode.isError(code)) {
            throw new VrouterRefusal(object, code);
        }
        return new Reply(code, answer.objects);
    }

    /**
     * Fetches a whole table, page by page.
     *
     * @param request what to dump; its operation and marker are set here
     * @return the objects of all pages
     */
    public <O extends SandeshObject<O> & Paged<O>> Reply dump(final O request) {
        request.op(SandeshOp.DUMP);
        request.fromStart();
        final List<SandeshObject<?>> objects = new ArrayList<>();
        O previous = null;
        while (true) {
            final Reply page = request(request);
            objects.addAll(page.objects());
            if (!ResponseCode.hasMore(page.code())) {
                return new Reply(objects.size(), objects);
            }
            final O last = lastOf(request, page.objects());
            if (last == null || last.equals(previous)) {
                throw new VrouterException(
                        "the vRouter's dump of " + request.objectName() + " does not advance", "", null);
            }
            request.after(last);
            previous = last;
        }
    }

    /**
     * Sends many objects, several in a message.
     *
     * @return the code for each object, in order; an error is no exception here
     */
    public int[] bulk(final List<? extends SandeshObject<?>> objects) {
        return answers(objects).stream().mapToInt(Reply::code).toArray();
    }

    /**
     * Sends many objects, several in a message.
     *
     * @return the answer to each object, in order; an error is no exception here
     */
    public List<Reply> answers(final List<? extends SandeshObject<?>> objects) {
        final List<Reply> answers = new ArrayList<>();
        final Deque<Integer> underWay = new ArrayDeque<>();
        int sent = 0;
        while (answers.size() < objects.size()) {
            // Several messages go out before the first answer is read: a turn of two threads for each would be the most
            // of it.
            while (sent < objects.size() && underWay.size() < MESSAGES_UNDER_WAY) {
                final int count = sendSome(objects, sent);
                underWay.add(count);
                sent += count;
            }
            final int asked = underWay.remove();
            final List<Reply> some = receive().replies();
            if (some.size() != asked) {
                throw new VrouterException(
                        "the vRouter gave " + some.size() + " answers to " + asked + " requests", "", null);
            }
            answers.addAll(some);
        }
        return answers;
    }

    /** Sends one message. @return how many of the objects from {@code first} on are in it */
    private int sendSome(final List<? extends SandeshObject<?>> objects, final int first) {
        final ObjectWriter batch = new ObjectWriter();
        int end = first;
        while (end < objects.size() && end - first < BULK_OBJECTS && fits(batch, objects.get(end))) {
            end++;
        }
        send(batch.toBytes());
        return end - first;
    }

    /** Appends an object; an object alone is always accepted, however long. */
    private static boolean fits(final ObjectWriter batch, final SandeshObject<?> object) {
        final int before = batch.lengthBytes();
        batch.write(object);
        if (before > 0 && batch.lengthBytes() > BULK_BYTES) {
            batch.truncate(before);
            return false;
        }
        return true;
    }

    private static <O extends SandeshObject<O>> O lastOf(final O request, final List<SandeshObject<?>> objects) {
        for (final SandeshObject<?> object : objects.reversed()) {
            final O same = request.sameKind(object);
            if (same != null) {
                return same;
            }
        }
        return null;
    }

    private Exchange exchange(final byte[] payload) {
        send(payload);
        return receive();
    }

    private void send(final byte[] payload) {
        final NetlinkHeader header = NetlinkHeader.request(0, sequence++);
        connection.write(ByteBuffer.wrap(header.message(payload)));
    }

    private Exchange receive() {
        final Exchange answer = new Exchange();
        final long deadlineNs = connection.deadlineNs();
        try {
            while (true) {
                final NetlinkMessage message = frames.next(received);
                if (message == null) {
                    received.clear();
                    connection.read(received, deadlineNs);
                    received.flip();
                    continue;
                }
                answer.add(ObjectReader.readAll(message.payload()));
                if (!message.header().isMulti()) {
                    return answer;
                }
            }
        } catch (final SandeshException nonsense) {
            throw new VrouterException("the vRouter's answer is not valid: " + nonsense.getMessage(), "", nonsense);
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /** What came back for one message. */
    private static final class Exchange {
        private final List<Integer> codes = new ArrayList<>();
        private final List<SandeshObject<?>> objects = new ArrayList<>();

        /** For each code, where the objects behind it begin. */
        private final List<Integer> starts = new ArrayList<>();

        List<Reply> replies() {
            final List<Reply> replies = new ArrayList<>();
            for (int i = 0; i < codes.size(); i++) {
                final int end = i + 1 < starts.size() ? starts.get(i + 1) : objects.size();
                replies.add(new Reply(codes.get(i), objects.subList(starts.get(i), end)));
            }
            return replies;
        }

        void add(final List<SandeshObject<?>> received) {
            for (final SandeshObject<?> object : received) {
                if (object instanceof VrResponse response) {
                    codes.add(response.value(VrResponse.CODE));
                    starts.add(objects.size());
                } else {
                    objects.add(object);
                }
            }
        }
    }
}
