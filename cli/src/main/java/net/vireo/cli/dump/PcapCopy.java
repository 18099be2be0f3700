// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.dump;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies a classic pcap stream packet by packet, so that it can stop behind a packet and the copy is always whole.
 */
final class PcapCopy {
    private static final int FILE_HEADER_BYTES = 24;
    private static final int PACKET_HEADER_BYTES = 16;
    private static final int CAPTURED_OFFSET = 8;
    private static final int MAX_PACKET_BYTES = 1 << 18;

    /** Magic numbers of microsecond and nanosecond stamps in the writer's byte order. */
    private static final int MICROSECONDS = 0xa1b2c3d4;

    private static final int NANOSECONDS = 0xa1b23c4d;

    private final AtomicLong packets = new AtomicLong();

    /** How many packets are in the copy. */
    long packets() {
        return packets.get();
    }

    /**
     * Copies until the stream ends or there were enough packets.
     *
     * @throws IOException also when the stream is no pcap
     */
    void run(final InputStream in, final OutputStream out, final long limit) throws IOException {
        final byte[] header = in.readNBytes(FILE_HEADER_BYTES);
        if (header.length == 0) {
            return;
        }
        final ByteOrder order = order(header);
        out.write(header);
        out.flush();
        while (packets.get() < limit) {
            final byte[] packet = in.readNBytes(PACKET_HEADER_BYTES);
            if (packet.length == 0) {
                return;
            }
            if (packet.length < PACKET_HEADER_BYTES) {
                throw new EOFException("the capture ends within a packet");
            }
            final int length = ByteBuffer.wrap(packet).order(order).getInt(CAPTURED_OFFSET);
            if (length < 0 || length > MAX_PACKET_BYTES) {
                throw new IOException("a packet of " + length + " bytes in the capture");
            }
            final byte[] data = in.readNBytes(length);
            if (data.length < length) {
                throw new EOFException("the capture ends within a packet");
            }
            out.write(packet);
            out.write(data);
            if (in.available() == 0) {
                out.flush();
            }
            packets.incrementAndGet();
        }
    }

    private static ByteOrder order(final byte[] header) throws IOException {
        for (final ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            final int magic = header.length < FILE_HEADER_BYTES
                    ? 0
                    : ByteBuffer.wrap(header).order(order).getInt(0);
            if (magic == MICROSECONDS || magic == NANOSECONDS) {
                return order;
            }
        }
        throw new IOException("what the data plane writes is no pcap");
    }
}
