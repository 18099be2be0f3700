// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.vireo.web.model.Json;
import net.vireo.web.sample.Feed;
import net.vireo.web.sample.Frame;

/**
 * Frames as server-sent events. Each viewer has its own (virtual) thread: who reads slowly gets fewer frames and holds up
 * nobody; who has stopped reading, or is gone, is let go of.
 */
public final class EventStreams implements AutoCloseable {
    /** After this many milliseconds without a frame a viewer is told why, which also finds out whether it is there. */
    private static final long QUIET_MS = 2000;

    private final int most;
    private final long stalledNs;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private volatile boolean stopped;

    /**
     * No streams yet.
     *
     * @param most viewers at a time
     * @param stalledMs for how long a viewer need not take anything
     */
    public EventStreams(final int most, final long stalledMs) {
        this.most = most;
        stalledNs = stalledMs * 1_000_000;
        watch = Thread.ofPlatform().daemon().name("stream-watch").start(() -> watch(Math.max(1, stalledMs / 4)));
    }

    private static final class Stream {
        private final Thread thread = Thread.currentThread();
        private volatile long writingSinceNs;
        private volatile boolean writing;
    }

    /** How many viewers there are. */
    public int count() {
        return open.size();
    }

    /**
     * Sends frames until the viewer leaves. Blocks.
     *
     * @throws ApiError when there are too many viewers
     */
    public void serve(final Feed feed, final ServerResponse response) {
        final Stream stream = new Stream();
        synchronized (open) {
            if (open.size() >= most) {
                response.header(HeaderNames.RETRY_AFTER, "5");
                throw new ApiError(
                        ApiError.UNAVAILABLE,
                        most + " browsers watch already, which is the most",
                        "close one, or read /snapshot now and then");
            }
            open.add(stream);
        }
        feed.join();
        try {
            response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.header(HeaderNames.create("X-Accel-Buffering"), "no");
            send(stream, feed, response.outputStream());
        } catch (final IOException | UncheckedIOException gone) {
            throw new CloseConnectionException("the viewer left, or was let go of", gone);
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the viewer was let go of", stopped);
        } finally {
            feed.leave();
            open.remove(stream);
        }
    }

    private void send(final Stream stream, final Feed feed, final OutputStream out)
            throws IOException, InterruptedException {
        long seen = 0;
        write(stream, out, "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
        while (!stopped) {
            final Optional<Frame> frame = feed.next(seen, QUIET_MS);
            if (frame.isPresent()) {
                seen = frame.get().snapshot().sequence();
                write(stream, out, event(frame.get(), seen));
            } else {
                seen = 0;
                final String why = new String(Json.bytes(Map.of("error", feed.trouble())), StandardCharsets.UTF_8);
                write(stream, out, ("event: trouble\ndata: " + why + "\n\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static byte[] event(final Frame frame, final long sequence) {
        final byte[] head = ("event: snapshot\nid: " + sequence + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        final byte[] json = frame.json();
        final byte[] event = new byte[head.length + json.length + 2];
        System.arraycopy(head, 0, event, 0, head.length);
        System.arraycopy(json, 0, event, head.length, json.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }

    private static void write(final Stream stream, final OutputStream out, final byte[] bytes) throws IOException {
        stream.writingSinceNs = System.nanoTime();
        stream.writing = true;
        out.write(bytes);
        out.flush();
        stream.writing = false;
    }

    /** Interrupting a virtual thread closes the connection that it writes to. */
    private void watch(final long everyMs) {
        try {
            while (!stopped) {
                Thread.sleep(everyMs);
                for (final Stream stream : open) {
                    if (stream.writing && System.nanoTime() - stream.writingSinceNs > stalledNs) {
                        stream.thread.interrupt();
                    }
                }
            }
        } catch (final InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped = true;
        watch.interrupt();
        open.forEach(stream -> stream.thread.interrupt());
    }
}
