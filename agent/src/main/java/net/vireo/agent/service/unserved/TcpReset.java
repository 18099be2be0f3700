// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.unserved;

import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.InternetSum;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Checksum;
import net.vireo.packet.Tcp;

/** What a closed port says to a segment (RFC 9293 3.10.7.1). */
final class TcpReset {
    private static final int CHECKSUM_OFFSET = 16;
    private static final int WORD_BYTES = 4;

    private TcpReset() {}

    /**
     * The segment to send back, empty to a reset.
     *
     * @param segment from its TCP header on, whole
     * @param pseudo sum of its pseudo-header
     * @param ownPseudo sum of the pseudo-header of what goes back, which is as long as a header
     * @throws MalformedPacketException cut off, or its checksum is wrong
     */
    static Optional<Bytes> of(final Bytes segment, final long pseudo, final long ownPseudo)
            throws MalformedPacketException {
        final WireReader in = segment.reader();
        final int sourcePort = in.u16();
        final int destinationPort = in.u16();
        final long sequence = in.u32();
        final long acknowledged = in.u32();
        final int headerBytes = (in.u8() >>> 4) * WORD_BYTES;
        final int flags = in.u8();
        in.skip(2);
        final int checksum = in.u16();
        if (headerBytes < Tcp.MIN_HEADER_BYTES
                || headerBytes > segment.size()
                || !InternetSum.accepts(pseudo, checksum, segment.sum(segment.size()))) {
            throw new MalformedPacketException("TCP lengths or checksum are wrong");
        }
        if ((flags & Tcp.RST) != 0) {
            return Optional.empty();
        }
        final boolean acknowledges = (flags & Tcp.ACK) != 0;
        // SYN and FIN take a place among the bytes each.
        final long lengthBytes = (long) segment.size() - headerBytes + Integer.bitCount(flags & (Tcp.SYN | Tcp.FIN));
        final WireWriter out = new WireWriter()
                .u16(destinationPort)
                .u16(sourcePort)
                .u32(acknowledges ? acknowledged : 0)
                .u32(acknowledges ? 0 : sequence + lengthBytes & 0xffff_ffffL)
                .u8(Tcp.MIN_HEADER_BYTES / WORD_BYTES << 4)
                .u8(acknowledges ? Tcp.RST : Tcp.RST | Tcp.ACK)
                .u16(0)
                .u16(0)
                .u16(0);
        out.putU16(CHECKSUM_OFFSET, Checksum.finish(ownPseudo + out.sum()));
        return Optional.of(out.toBytes());
    }
}
