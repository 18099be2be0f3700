// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pcap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a classic capture, record by record: either byte order, micro- or nanoseconds. One thread at a time. After the
 * longest frame was seen nothing is allocated.
 *
 * <pre>{@code
 * try (PcapReader capture = PcapReader.open(file)) {
 *     while (capture.next()) {
 *         use(capture.timestampNs(), capture.bytes(), capture.lengthBytes());
 *     }
 * }
 * }</pre>
 */
public final class PcapReader implements AutoCloseable {
    private static final int PCAPNG_MAGIC = 0x0a0d0d0a;
    private static final int NANOS_PER_MICRO = 1000;
    private static final long U32 = 0xffff_ffffL;

    private final InputStream stream;
    private final String name;
    private final byte[] header = new byte[PcapFormat.FILE_HEADER_BYTES];
    private final ByteBuffer fields = ByteBuffer.wrap(header);
    private final int nanosPerTick;
    private final int linkType;
    private byte[] bytes = new byte[2048];
    private long offsetBytes;
    private long timestampNs;
    private int lengthBytes;
    private int wireLengthBytes;

    private PcapReader(final InputStream stream, final String name) throws IOException {
        this.stream = new BufferedInputStream(stream);
        this.name = name;
        final int got = fill(header, PcapFormat.FILE_HEADER_BYTES);
        if (got < PcapFormat.FILE_HEADER_BYTES) {
            throw bad(0, "ends after " + got + " bytes, inside the file header");
        }
        nanosPerTick = byMagic();
        if (fields.getShort(4) != PcapFormat.MAJOR) {
            throw bad(4, "version " + fields.getShort(4) + "." + fields.getShort(6) + " instead of 2.4");
        }
        linkType = fields.getInt(20) & PcapFormat.LINK_TYPE_MASK;
        offsetBytes = PcapFormat.FILE_HEADER_BYTES;
    }

    /** Opens a capture file and checks its header. */
    public static PcapReader open(final Path file) throws IOException {
        final InputStream stream = Files.newInputStream(file);
        try {
            return new PcapReader(stream, file.toString());
        } catch (final IOException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * Reads a capture from a stream, which {@link #close} closes; checks its header.
     *
     * @param name what errors call it
     */
    public static PcapReader on(final InputStream stream, final String name) throws IOException {
        return new PcapReader(stream, name);
    }

    /** The link type that the file names; 1 is Ethernet. */
    public int linkType() {
        return linkType;
    }

    /**
     * Moves on to the next record.
     *
     * @return false at the end of the file
     * @throws PcapException when the file ends inside a record or the record cannot be one
     */
    public boolean next() throws IOException {
        final int got = fill(header, PcapFormat.RECORD_HEADER_BYTES);
        if (got == 0) {
            return false;
        }
        if (got < PcapFormat.RECORD_HEADER_BYTES) {
            throw bad(offsetBytes, "the file ends inside a record header");
        }
        readRecordHeader();
        if (fill(bytes, lengthBytes) < lengthBytes) {
            throw bad(offsetBytes, "the file ends inside a record of " + lengthBytes + " bytes");
        }
        offsetBytes += PcapFormat.RECORD_HEADER_BYTES + lengthBytes;
        return true;
    }

    /** When the record was captured, since 1970-01-01 UTC. */
    public long timestampNs() {
        return timestampNs;
    }

    /** How many bytes of the frame were captured. */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** How long the frame was on the wire. */
    public int wireLengthBytes() {
        return wireLengthBytes;
    }

    /** The captured bytes, from index 0 to {@link #lengthBytes}; another call of {@link #next} overwrites them. */
    public byte[] bytes() {
        return bytes;
    }

    /** The captured bytes, as a copy to keep. */
    public byte[] frame() {
        return Arrays.copyOf(bytes, lengthBytes);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private int byMagic() throws PcapException {
        fields.order(ByteOrder.LITTLE_ENDIAN);
        int magic = fields.getInt(0);
        if (magic == PCAPNG_MAGIC) {
            throw bad(0, "is a pcapng file; turn it into pcap first: editcap -F pcap");
        }
        if (magic == Integer.reverseBytes(PcapFormat.MAGIC_MICROSECONDS)
                || magic == Integer.reverseBytes(PcapFormat.MAGIC_NANOSECONDS)) {
            fields.order(ByteOrder.BIG_ENDIAN);
            magic = fields.getInt(0);
        }
        return switch (magic) {
            case PcapFormat.MAGIC_NANOSECONDS -> 1;
            case PcapFormat.MAGIC_MICROSECONDS -> NANOS_PER_MICRO;
            default -> throw bad(0, "is not a pcap file (magic 0x%08x)".formatted(magic));
        };
    }

    private void readRecordHeader() throws PcapException {
        final long ticks = fields.getInt(4) & U32;
        if (ticks * nanosPerTick >= PcapFormat.NANOS_PER_SECOND) {
            throw bad(offsetBytes + 4, "a fraction of " + ticks + " is a second or more");
        }
        timestampNs = (fields.getInt(0) & U32) * PcapFormat.NANOS_PER_SECOND + ticks * nanosPerTick;
        final long captured = fields.getInt(8) & U32;
        if (captured > PcapFormat.MAX_SNAP_LENGTH_BYTES) {
            throw bad(offsetBytes + 8, "a record of " + captured + " bytes is longer than any frame");
        }
        final long wire = fields.getInt(12) & U32;
        if (wire < captured || wire > Integer.MAX_VALUE) {
            throw bad(offsetBytes + 12, "a frame of " + wire + " bytes of which " + captured + " were captured");
        }
        lengthBytes = (int) captured;
        wireLengthBytes = (int) wire;
        if (bytes.length < lengthBytes) {
            bytes = new byte[Math.max(lengthBytes, Math.min(2 * bytes.length, PcapFormat.MAX_SNAP_LENGTH_BYTES))];
        }
    }

    private int fill(final byte[] target, final int count) throws IOException {
        return stream.readNBytes(target, 0, count);
    }

    private PcapException bad(final long offset, final String problem) {
        return new PcapException(name, offset, problem);
    }
}
