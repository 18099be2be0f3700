// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.WireWriter;
import net.vireo.agent.service.dns.UpstreamQuery;
import net.vireo.port.log.LimitedLog;

/** Asks name servers over TCP, a connection and a thread of its own for each query (RFC 1035 4.2.2). Any thread. */
final class UpstreamStreams {
    /** Open at one time: each is a file descriptor. */
    private static final int MOST_OPEN = 64;

    /** As long as whoever asks waits. */
    private static final int PATIENCE_MS = 3_000;

    private static final LimitedLog LOG = new LimitedLog(UpstreamStreams.class);

    private final Semaphore open = new Semaphore(MOST_OPEN);
    private final BiConsumer<UpstreamQuery, Bytes> answered;
    private final Runnable lost;

    /**
     * @param answered takes what comes, on another thread
     * @param lost called for each query that gets no answer, perhaps on another thread
     */
    UpstreamStreams(final BiConsumer<UpstreamQuery, Bytes> answered, final Runnable lost) {
        this.answered = answered;
        this.lost = lost;
    }

    /** Sends soon. */
    void send(final UpstreamQuery query) {
        if (open.tryAcquire()) {
            Thread.ofVirtual().name("agent-dns-tcp").start(() -> ask(query));
        } else {
            lost.run();
        }
    }

    private void ask(final UpstreamQuery query) {
        try (Socket socket = new Socket()) {
            socket.connect(query.server(), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            // In one piece: some servers take what comes first for all there is (RFC 7766 8).
            socket.getOutputStream()
                    .write(new WireWriter()
                            .u16(query.message().size())
                            .bytes(query.message())
                            .toBytes()
                            .toArray());
            final DataInputStream in = new DataInputStream(socket.getInputStream());
            final byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            answered.accept(query, Bytes.of(answer));
        } catch (final IOException | RuntimeException e) {
            // The next server is asked when this one's time is over.
            lost.run();
            LOG.log(Level.INFO, "no answer over TCP from name server " + query.server() + ": " + e.getMessage());
        } finally {
            open.release();
        }
    }
}
