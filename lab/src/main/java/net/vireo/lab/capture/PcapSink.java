// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.port.pcap.PcapWriter;

/**
 * Writes the frames of one capture to a file that tshark reads, up to a limit for each stretch of time: the first
 * frames of a flood tell as much as all of them. Closed after its capture.
 */
public final class PcapSink implements FrameSink, AutoCloseable {
    private final Path file;
    private final PcapWriter writer;
    private final long limit;
    private final AtomicLong left;
    private long written;
    private long leftOut;

    /** @param limit most frames of one stretch, see {@link #nextStretch()} */
    public PcapSink(final Path file, final long limit) {
        this.file = file;
        this.limit = limit;
        left = new AtomicLong(limit);
        try {
            writer = PcapWriter.create(file);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void frame(final byte[] frame, final int captured, final int wire, final long timestampNs) {
        if (left.getAndDecrement() <= 0) {
            leftOut++;
            return;
        }
        try {
            writer.write(timestampNs, ByteBuffer.wrap(frame, 0, captured));
            written++;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** From here on as many frames as the limit says are written again. Any thread. */
    public void nextStretch() {
        left.set(limit);
    }

    /** Frames in it; exact once its capture is closed. */
    public long written() {
        return written;
    }

    /** Frames that were over the limit of their stretch; exact once its capture is closed. */
    public long leftOut() {
        return leftOut;
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
