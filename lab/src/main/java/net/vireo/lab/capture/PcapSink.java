// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.vireo.port.pcap.PcapWriter;

/** Writes the frames of one capture to a file that tshark reads. Closed after its capture. */
public final class PcapSink implements FrameSink, AutoCloseable {
    private final Path file;
    private final PcapWriter writer;
    private long written;

    public PcapSink(final Path file) {
        this.file = file;
        try {
            writer = PcapWriter.create(file);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void frame(final byte[] frame, final int captured, final int wire, final long timestampNs) {
        try {
            writer.write(timestampNs, ByteBuffer.wrap(frame, 0, captured));
            written++;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** Frames in it; exact once its capture is closed. */
    public long written() {
        return written;
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
