// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.predict;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A prediction's walk and frames as bytes, big endian, for a control socket that carries them in parts:
 *
 * <pre>
 *   length of the steps, 4 bytes; the steps
 *   then for each frame: vif, 4 bytes; length, 4 bytes; the frame
 * </pre>
 */
public final class PredictionBytes {
    private static final int LENGTH_BYTES = Integer.BYTES;

    private PredictionBytes() {}

    /** The walk and the frames. */
    public static byte[] encode(final Prediction prediction) {
        final byte[] steps = prediction.steps();
        int length = LENGTH_BYTES + steps.length;
        for (final SentFrame frame : prediction.sent()) {
            length += 2 * LENGTH_BYTES + frame.bytes().length;
        }
        final ByteBuffer bytes =
                ByteBuffer.allocate(length).putInt(steps.length).put(steps);
        for (final SentFrame frame : prediction.sent()) {
            bytes.putInt(frame.vif()).putInt(frame.bytes().length).put(frame.bytes());
        }
        return bytes.array();
    }

    /**
     * What {@link #encode} made.
     *
     * @param assumedFrom, waits as told beside the bytes
     * @throws IllegalArgumentException when the bytes are cut
     */
    public static Prediction decode(final byte[] encoded, final int assumedFrom, final boolean waits) {
        final ByteBuffer bytes = ByteBuffer.wrap(encoded);
        final byte[] steps = next(bytes);
        final List<SentFrame> sent = new ArrayList<>();
        while (bytes.hasRemaining()) {
            if (bytes.remaining() < LENGTH_BYTES) {
                throw cut();
            }
            sent.add(new SentFrame(bytes.getInt(), next(bytes)));
        }
        return new Prediction(steps, assumedFrom, waits, sent);
    }

    private static byte[] next(final ByteBuffer bytes) {
        final int length = bytes.remaining() < LENGTH_BYTES ? -1 : bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw cut();
        }
        final byte[] part = new byte[length];
        bytes.get(part);
        return part;
    }

    private static IllegalArgumentException cut() {
        return new IllegalArgumentException("a prediction was cut on its way");
    }
}
