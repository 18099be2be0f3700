// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The server's side of one connection, without input or output of its own: bytes of requests in, messages of replies out.
 * Decodes, hands every object to the handler, answers what cannot be decoded. For one thread.
 */
public final class ControlSession {
    private final NetlinkFrames frames = new NetlinkFrames(NetlinkFrames.DEFAULT_LIMIT_BYTES);
    private final RequestHandler handler;

    /** @param handler is called in the thread that calls {@link #receive} */
    public ControlSession(final RequestHandler handler) {
        this.handler = handler;
    }

    /**
     * Takes all of {@code bytes} and carries out every request that is complete now.
     *
     * @return the messages to send, in order, each with one write of its own
     * @throws SandeshException when the stream is out of step: close the connection
     */
    public List<byte[]> receive(final ByteBuffer bytes) {
        final List<byte[]> messages = new ArrayList<>();
        for (NetlinkMessage request = frames.next(bytes); request != null; request = frames.next(bytes)) {
            messages.addAll(reply(request));
        }
        return messages;
    }

    private List<byte[]> reply(final NetlinkMessage request) {
        final ReplyWriter reply = new ReplyWriter(request.header());
        if (request.header().command() == NetlinkHeader.COMMAND) {
            final ObjectReader objects = new ObjectReader(request.payload());
            try {
                for (SandeshObject<?> object = objects.next(); object != null; object = objects.next()) {
                    handle(object, reply);
                }
                if (objects.unknownName() != null) {
                    reply.fail(ResponseError.EOPNOTSUPP);
                }
            } catch (final SandeshException undecodable) {
                reply.code(ResponseCode.UNDECODABLE);
            }
        }
        if (reply.isEmpty()) {
            reply.code(ResponseCode.UNDECODABLE);
        }
        return reply.messages();
    }

    private void handle(final SandeshObject<?> object, final ReplyWriter reply) {
        final int before = reply.size();
        try {
            handler.handle(object, reply);
        } catch (final IllegalArgumentException invalid) {
            reply.truncate(before);
        }
        if (reply.size() == before) {
            reply.fail(ResponseError.EINVAL);
        }
    }
}
