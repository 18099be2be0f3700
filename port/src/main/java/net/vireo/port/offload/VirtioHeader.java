// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Tcp;
import net.vireo.packet.Udp;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;

/**
 * The header that virtio devices, TAPs and packet sockets put before a frame (virtio 1.2, 5.1.6; the machine's order),
 * read into an offload word and written from one. One thread per object; nothing allocates.
 *
 * <pre>
 *   0  flags u8 (NEEDS_CSUM 1, DATA_VALID 2)       4  gso_size u16         8  csum_offset u16
 *   1  gso_type u8 (TCPV4 1, TCPV6 4, UDP_L4 5,    6  csum_start u16      10  num_buffers u16 (12-byte form)
 *      ECN 0x80)                                   2  hdr_len u16
 * </pre>
 */
public final class VirtioHeader {
    /** The short form: packet sockets. */
    public static final int SHORT_BYTES = 10;
    /** The form with {@code num_buffers}: TAPs as we open them, virtio 1. */
    public static final int LONG_BYTES = 12;

    private static final int NEEDS_CSUM = 1;
    private static final int DATA_VALID = 2;
    private static final int ECN = 0x80;
    private static final int GSO_TCP4 = 1;
    private static final int GSO_TCP6 = 4;
    private static final int GSO_UDP = 5;
    private static final int GSO_SIZE = 4;
    private static final int CSUM_START = 6;
    private static final int SIZE_RESERVED = 0xffff;
    private static final int MAX_START = 0xffff;

    private final PacketPool pool;
    private final boolean fromKernel;
    private final Headers headers = new Headers();

    /**
     * @param fromKernel headers are the kernel's own (TAP, packet socket): datagrams that it merged come with
     *     {@code DATA_VALID} in place of an open checksum. A guest may not write that (virtio 1.2, 5.1.6.2)
     */
    public VirtioHeader(final PacketPool pool, final boolean fromKernel) {
        this.pool = pool;
        this.fromKernel = fromKernel;
    }

    /**
     * Judges a received header and the frame behind it. {@code hdr_len} is not looked at: the kernel writes what suits
     * it. {@code DATA_VALID} is believed only of segments, whose checksums are made anew, and makes them open ones here.
     *
     * @param header address of the header
     * @param packet the frame, without an offload word
     * @return the frame's offload word, or a {@link Refusal}'s code (negative): the frame must not be used
     */
    public long accept(final long header, final long packet) {
        final int flagsAndType = Memory.getShort(header) & 0xffff;
        if ((flagsAndType & ~DATA_VALID) == 0) {
            return Offload.NONE;
        }
        final int flags = flagsAndType & 0xff;
        final int type = flagsAndType >>> 8;
        final int startAndOffset = Memory.getInt(header + CSUM_START);
        if (type != 0) {
            return acceptSegments(packet, flags, type, Memory.getShort(header + GSO_SIZE) & 0xffff, startAndOffset);
        }
        return (flags & NEEDS_CSUM) == 0 ? Offload.NONE : acceptPartial(packet, startAndOffset);
    }

    private long acceptPartial(final long packet, final int startAndOffset) {
        final int start = startAndOffset & 0xffff;
        final int fieldOffset = startAndOffset >>> 16;
        if (start < Ethernet.HEADER_BYTES
                || start + fieldOffset + 2 > PacketRef.length(packet)
                || PacketRef.offset(packet) + start > MAX_START) {
            return Refusal.CHECKSUM_OUTSIDE.code();
        }
        if (fieldOffset > 0xff) {
            return Refusal.CHECKSUM_FAR.code();
        }
        final boolean known = headers.parseFrame(pool.dataAddress(packet), PacketRef.length(packet)) == 0
                && headers.transportAt() == start;
        return Offload.partial(PacketRef.offset(packet) + start, fieldOffset, known ? headers.networkBytes() : 0);
    }

    private long acceptSegments(
            final long packet, final int flags, final int type, final int sizeBytes, final int startAndOffset) {
        if (sizeBytes == 0) {
            return Refusal.SIZE_ZERO.code();
        }
        if (sizeBytes == SIZE_RESERVED) {
            return Refusal.SIZE_RESERVED.code();
        }
        final int wanted = segmentType(type & ~ECN);
        if (wanted == 0) {
            return Refusal.UNKNOWN_TYPE.code();
        }
        final int parsed = headers.parseFrame(pool.dataAddress(packet), PacketRef.length(packet));
        if (parsed < 0) {
            return parsed;
        }
        final int refusal = judge(wanted, flags, (type & ECN) != 0, startAndOffset);
        return refusal < 0 ? refusal : segments(packet, flags, (type & ECN) != 0, sizeBytes);
    }

    private static int segmentType(final int type) {
        return switch (type) {
            case GSO_TCP4 -> Offload.TCP4;
            case GSO_TCP6 -> Offload.TCP6;
            case GSO_UDP -> Offload.UDP;
            default -> 0;
        };
    }

    private int judge(final int wanted, final int flags, final boolean ecn, final int startAndOffset) {
        if (wanted != headers.type()) {
            return Refusal.TYPE_MISMATCH.code();
        }
        if (wanted == Offload.UDP && ecn) {
            return Refusal.UDP_ECN.code();
        }
        if ((flags & NEEDS_CSUM) == 0) {
            final boolean valid = fromKernel && (flags & DATA_VALID) != 0;
            return wanted == Offload.UDP && !valid ? Refusal.UDP_COMPLETE.code() : 0;
        }
        if ((startAndOffset & 0xffff) != headers.transportAt()) {
            return Refusal.CHECKSUM_START.code();
        }
        return startAndOffset >>> 16 != headers.fieldOffset() ? Refusal.CHECKSUM_OFFSET.code() : 0;
    }

    private long segments(final long packet, final int flags, final boolean ecn, final int sizeBytes) {
        final int payloadBytes = headers.payloadBytes();
        final int most = headers.isTcp() ? Segmenter.MAX_TCP_SEGMENTS : Segmenter.MAX_UDP_SEGMENTS;
        if (payloadBytes > most * sizeBytes) {
            return Refusal.TOO_MANY_SEGMENTS.code();
        }
        final int start = PacketRef.offset(packet) + headers.transportAt();
        if (start > MAX_START) {
            return Refusal.MALFORMED.code();
        }
        final boolean open = (flags & NEEDS_CSUM) != 0;
        final long partial = Offload.partial(start, headers.fieldOffset(), headers.networkBytes());
        if (payloadBytes <= sizeBytes) {
            return open ? partial : Offload.NONE; // one segment: an ordinary packet
        }
        if (!open) {
            openChecksum(pool.dataAddress(packet));
        }
        final long word = Offload.segments(partial, headers.type(), sizeBytes);
        return ecn ? Offload.withEcn(word) : word;
    }

    /** A packet that stands for several always has an open checksum here: whoever takes it whole expects one. */
    private void openChecksum(final long frame) {
        final long sum = headers.pseudoSum(frame) + (headers.end() - headers.transportAt());
        Memory.putShortBe(frame + headers.transportAt() + headers.fieldOffset(), (short) Checksum.fold(sum));
    }

    /** Writes the first {@value #SHORT_BYTES} bytes of a header that asks for nothing. */
    public static void clear(final long header) {
        Memory.putLong(header, 0);
        Memory.putShort(header + 8, (short) 0);
    }

    /**
     * Writes the first {@value #SHORT_BYTES} bytes of the header that says what the word says; {@code hdr_len} is the
     * headers' true length.
     *
     * @param frame address of the frame's first byte
     * @param offsetBytes where that is in its buffer
     */
    public static void write(final long header, final long word, final long frame, final int offsetBytes) {
        if (!Offload.needsChecksum(word)) {
            Memory.putLong(header, Offload.isDataValid(word) ? DATA_VALID : 0);
            Memory.putShort(header + 8, (short) 0);
            return;
        }
        final int start = Offload.start(word) - offsetBytes;
        final int headerBytes = Offload.type(word) == 0 ? 0 : start + transportBytes(word, frame + start);
        Memory.putLong(
                header,
                NEEDS_CSUM
                        | virtioType(word) << 8
                        | (long) headerBytes << 16
                        | (long) Offload.sizeBytes(word) << 32
                        | (long) start << 48);
        Memory.putShort(header + 8, (short) Offload.fieldOffset(word));
    }

    private static int transportBytes(final long word, final long transport) {
        return Offload.type(word) == Offload.UDP ? Udp.HEADER_BYTES : Tcp.headerBytes(transport);
    }

    private static int virtioType(final long word) {
        final int type =
                switch (Offload.type(word)) {
                    case Offload.TCP4 -> GSO_TCP4;
                    case Offload.TCP6 -> GSO_TCP6;
                    case Offload.UDP -> GSO_UDP;
                    default -> 0;
                };
        return type | (Offload.hasEcn(word) ? ECN : 0);
    }
}
