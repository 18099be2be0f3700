// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pcap;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes Ethernet frames as a capture with nanosecond timestamps, to a file, a pipe or any stream. One thread at a
 * time. A frame allocates nothing.
 */
public final class PcapWriter implements AutoCloseable {
    /** Longer than any frame here: records are whole. */
    public static final int WHOLE_FRAMES = PcapFormat.MAX_SNAP_LENGTH_BYTES;

    private static final int STREAM_BUFFER_BYTES = 1 << 16;

    private final OutputStream stream;
    private final int snapLengthBytes;
    private final byte[] header = new byte[PcapFormat.FILE_HEADER_BYTES];
    private final ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);

    private PcapWriter(final OutputStream stream, final int snapLengthBytes) throws IOException {
        this.stream = new BufferedOutputStream(stream, STREAM_BUFFER_BYTES);
        this.snapLengthBytes = snapLengthBytes;
        writeFileHeader();
    }

    /** Starts a capture in a new file, or in place of an old one, with whole frames. */
    public static PcapWriter create(final Path file) throws IOException {
        return new PcapWriter(Files.newOutputStream(file), WHOLE_FRAMES);
    }

    /**
     * Starts a capture on a stream, which {@link #close} closes.
     *
     * @param snapLengthBytes at most so many bytes of each frame are kept; 1..{@value #WHOLE_FRAMES}
     */
    public static PcapWriter on(final OutputStream stream, final int snapLengthBytes) throws IOException {
        if (snapLengthBytes < 1 || snapLengthBytes > WHOLE_FRAMES) {
            throw new IllegalArgumentException(
                    "snap length must be in 1.." + WHOLE_FRAMES + " bytes: " + snapLengthBytes);
        }
        return new PcapWriter(stream, snapLengthBytes);
    }

    /** At most so many bytes of each frame are kept. */
    public int snapLengthBytes() {
        return snapLengthBytes;
    }

    /**
     * Adds a frame.
     *
     * @param timestampNs since 1970-01-01 UTC
     * @param frame holds the frame from {@code offset} on
     * @param lengthBytes bytes that are there
     * @param wireLengthBytes bytes that the frame had on the wire, {@code lengthBytes} or more
     */
    public void write(
            final long timestampNs,
            final byte[] frame,
            final int offset,
            final int lengthBytes,
            final int wireLengthBytes)
            throws IOException {
        final int kept = Math.min(lengthBytes, snapLengthBytes);
        writeRecordHeader(timestampNs, kept, wireLengthBytes);
        stream.write(frame, offset, kept);
    }

    /** Adds a whole frame. */
    public void write(final long timestampNs, final byte[] frame) throws IOException {
        write(timestampNs, frame, 0, frame.length, frame.length);
    }

    /** Adds the whole frame between position and limit, which stay as they are. */
    public void write(final long timestampNs, final ByteBuffer frame) throws IOException {
        final int length = frame.remaining();
        if (frame.hasArray()) {
            write(timestampNs, frame.array(), frame.arrayOffset() + frame.position(), length, length);
            return;
        }
        final byte[] copy = new byte[length];
        frame.get(frame.position(), copy);
        write(timestampNs, copy);
    }

    /** Makes what was written visible to readers of the file or pipe. */
    public void flush() throws IOException {
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private void writeFileHeader() throws IOException {
        fields.putInt(0, PcapFormat.MAGIC_NANOSECONDS);
        fields.putShort(4, (short) PcapFormat.MAJOR);
        fields.putShort(6, (short) PcapFormat.MINOR);
        fields.putLong(8, 0);
        fields.putInt(16, snapLengthBytes);
        fields.putInt(20, PcapFormat.LINK_TYPE_ETHERNET);
        stream.write(header, 0, PcapFormat.FILE_HEADER_BYTES);
        stream.flush(); // who reads a pipe may start now
    }

    private void writeRecordHeader(final long timestampNs, final int kept, final int wireLengthBytes)
            throws IOException {
        fields.putInt(0, (int) (timestampNs / PcapFormat.NANOS_PER_SECOND));
        fields.putInt(4, (int) (timestampNs % PcapFormat.NANOS_PER_SECOND));
        fields.putInt(8, kept);
        fields.putInt(12, wireLengthBytes);
        stream.write(header, 0, PcapFormat.RECORD_HEADER_BYTES);
    }
}
