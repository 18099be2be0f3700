// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds the reply to one request message exactly as the original router does (sheet vrouter-wire, section 3). Call one
 * of {@link #ok}, {@link #fail}, {@link #objects} or {@link #dump} for each object of the request, then send every element of
 * {@link #messages} with one write of its own: the original tools lose a message that comes in two pieces.
 */
public final class ReplyWriter {
    /** The longest payload that a tool can receive in a message of 4096 bytes. */
    public static final int MAX_PAYLOAD_BYTES = 4096 - NetlinkHeader.LENGTH_BYTES;

    private final NetlinkHeader request;
    private final List<byte[]> payloads = new ArrayList<>();

    /** @param request the headers of the message that this replies to */
    public ReplyWriter(final NetlinkHeader request) {
        this.request = request;
    }

    /**
     * A reply without objects.
     *
     * @param code 0 or a negative errno
     */
    public void code(final int code) {
        payloads.add(ObjectWriter.encode(response(code)));
    }

    /** The reply to a request that failed. */
    public void fail(final ResponseError error) {
        code(error.code());
    }

    /** The reply to an add or a delete that worked. */
    public void ok() {
        code(ResponseCode.OK);
    }

    /** The reply to a get: code 0 and the objects in one message. Too long for a tool, it becomes -EMSGSIZE. */
    public void objects(final SandeshObject<?>... objects) {
        message(ResponseCode.OK, objects);
    }

    /** The reply to a request that failed and is told more of it: the error and the objects in one message. */
    public void fail(final ResponseError error, final SandeshObject<?>... objects) {
        message(error.code(), objects);
    }

    private void message(final int code, final SandeshObject<?>... objects) {
        final ObjectWriter writer = new ObjectWriter();
        writer.write(response(code));
        for (final SandeshObject<?> object : objects) {
            writer.write(object);
        }
        if (writer.lengthBytes() > MAX_PAYLOAD_BYTES) {
            fail(ResponseError.EMSGSIZE);
        } else {
            payloads.add(writer.toBytes());
        }
    }

    /** The reply to a dump: the code in one message and, when there are any, the objects in a second. */
    public void dump(final DumpPage page) {
        code(page.code());
        if (page.count() > 0) {
            payloads.add(page.payload());
        }
    }

    /** Whether nothing has been replied yet. */
    public boolean isEmpty() {
        return payloads.isEmpty();
    }

    /** How many messages there are so far. */
    int size() {
        return payloads.size();
    }

    /** Takes back the messages behind this count: an answer that ended in an exception. */
    void truncate(final int size) {
        payloads.subList(size, payloads.size()).clear();
    }

    /** The messages to send, in order, one write each; all but the last say that more follow. */
    public List<byte[]> messages() {
        final List<byte[]> messages = new ArrayList<>(payloads.size());
        for (int i = 0; i < payloads.size(); i++) {
            messages.add(request.reply(i < payloads.size() - 1).message(payloads.get(i)));
        }
        return messages;
    }

    private static VrResponse response(final int code) {
        return new VrResponse().op(SandeshOp.RESPONSE).put(VrResponse.CODE, code);
    }
}
