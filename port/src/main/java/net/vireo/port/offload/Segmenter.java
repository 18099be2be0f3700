// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Tcp;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * Cuts a packet that stands for several, one segment at a time (sheet gro-gso 3): TCP over IPv4 and IPv6, UDP. All
 * headers are found by parsing and copied in front of every segment; identification, lengths, sequence, flags and
 * checksums are then made right, so that every segment is whole. A tunnel's headers in front are treated alike: the
 * outer length, identification and header checksum are each segment's own.
 *
 * <pre>
 *   if (segmenter.start(packet) &gt; 0) {
 *       while (segmenter.hasNext()) { long segment = segmenter.next(cache); ... }   // NONE: the pool is empty, try later
 *   }
 *   cache.free(packet);                                                             // the source stays the caller's
 * </pre>
 *
 * One thread; nothing allocates. The source must not change between {@link #start} and the last segment.
 */
public final class Segmenter {
    /** The kernel's limit for UDP (UDP_MAX_SEGMENTS). */
    public static final int MAX_UDP_SEGMENTS = 128;

    /**
     * Most segments of a TCP packet: 64 KB cut at the kernel's smallest MSS, 48. A guest that asks for one-byte segments
     * would have us make 65,000 packets of one.
     */
    public static final int MAX_TCP_SEGMENTS = 1366;

    private static final int FLAGS_AT = 13;

    private final PacketPool pool;
    private final Headers headers = new Headers();
    private final OuterHeaders outer = new OuterHeaders();

    private long frame;
    private int headerBytes;
    private int payloadBytes;
    private int sizeBytes;
    private int count;
    private int index;

    /** What all segments have in common in the pseudo-header. */
    private long pseudoSum;

    private int identification;
    private int sequence;
    private int flags;
    private boolean noUdpChecksum;

    public Segmenter(final PacketPool pool) {
        this.pool = pool;
    }

    /**
     * Begins with a packet. What lies in front of the IP header that its word names is a plain Ethernet header, or a
     * tunnel's headers, whose identification counts up from the one that is there.
     *
     * @return how many segments there will be, at least 1, or a {@link Refusal}'s code
     */
    public int start(final long packet) {
        final long word = Offload.of(pool, packet);
        final int networkAt = Offload.start(word) - Offload.networkBytes(word) - PacketRef.offset(packet);
        return Offload.networkBytes(word) == 0 ? startFrame(packet, word) : startAt(packet, word, networkAt);
    }

    /**
     * Begins with a packet that is already in its tunnel.
     *
     * @param prefixBytes everything in front of the inner IP header: Ethernet, IP, UDP or GRE, MPLS or VXLAN, and the
     *     inner Ethernet header where there is one
     * @param firstOuterId identification of the first segment's outer IPv4 header; those of the others follow. The
     *     caller's counter goes on with this plus the returned count
     * @return as {@link #start}
     */
    public int startTunnel(final long packet, final int prefixBytes, final int firstOuterId) {
        final int started = startAt(packet, Offload.of(pool, packet), prefixBytes);
        outer.identification(firstOuterId);
        return started;
    }

    /**
     * Begins with a frame of several tunnel packets that came over the fabric in one (UDP segmentation of the outer
     * header): the datagrams are given no UDP checksum over IPv4, which tunnels do not need (RFC 7510, RFC 7348).
     *
     * @return as {@link #start}
     */
    public int startTunnelDatagrams(final long packet) {
        final int started = start(packet);
        noUdpChecksum = started > 0 && !headers.isTcp() && !headers.isIpv6();
        return started;
    }

    /** Whether {@link #next} has another segment to make. */
    public boolean hasNext() {
        return index < count;
    }

    /** Segments not made yet. */
    public int left() {
        return count - index;
    }

    /** Gives the rest up. */
    public void stop() {
        count = 0;
        index = 0;
    }

    /**
     * The next segment, a packet of its own without an offload word, its headroom empty.
     *
     * @return {@link PoolCache#NONE} when the pool is empty: the same segment can be asked for again
     */
    public long next(final PoolCache cache) {
        final int payloadOffset = index * sizeBytes;
        final int segmentBytes = Math.min(sizeBytes, payloadBytes - payloadOffset);
        final long empty = cache.take(headerBytes + segmentBytes);
        if (empty == PoolCache.NONE) {
            return PoolCache.NONE;
        }
        final long to = pool.dataAddress(empty);
        Memory.copy(frame, to, headerBytes);
        Memory.copy(frame + headerBytes + payloadOffset, to + headerBytes, segmentBytes);
        complete(to, segmentBytes);
        index++;
        return PacketRef.resized(empty, PacketRef.offset(empty), headerBytes + segmentBytes);
    }

    private int startFrame(final long packet, final long word) {
        final int ethernetBytes = Ethernet.check(pool.dataAddress(packet), PacketRef.length(packet));
        return startAt(packet, word, ethernetBytes);
    }

    private int startAt(final long packet, final long word, final int networkAt) {
        stop();
        noUdpChecksum = false;
        frame = pool.dataAddress(packet);
        final int refusal = headers.parseNetwork(frame, networkAt, PacketRef.length(packet));
        if (refusal < 0) {
            return refusal;
        }
        if (Offload.needsChecksum(word) && Offload.start(word) != PacketRef.offset(packet) + headers.transportAt()) {
            return Refusal.CHECKSUM_START.code();
        }
        final int outerRefusal = outer.parse(frame, networkAt);
        return outerRefusal < 0 ? outerRefusal : plan(Offload.type(word), Offload.sizeBytes(word));
    }

    private int plan(final int type, final int wantedBytes) {
        if (type != 0 && type != headers.type()) {
            return Refusal.TYPE_MISMATCH.code();
        }
        if (type != 0 && wantedBytes == 0) {
            return Refusal.SIZE_ZERO.code();
        }
        headerBytes = headers.payloadAt();
        payloadBytes = headers.payloadBytes();
        // What is not longer than a segment goes as it is.
        sizeBytes = type == 0 || payloadBytes <= wantedBytes ? Math.max(payloadBytes, 1) : wantedBytes;
        final int segments = Math.max(1, (payloadBytes + sizeBytes - 1) / sizeBytes);
        if (segments > (headers.isTcp() ? MAX_TCP_SEGMENTS : MAX_UDP_SEGMENTS)) {
            return Refusal.TOO_MANY_SEGMENTS.code();
        }
        if (headerBytes + sizeBytes > PacketPool.LARGE_DATA_BYTES) {
            return Refusal.NO_ROOM.code();
        }
        readConstants();
        count = segments;
        return segments;
    }

    private void readConstants() {
        final long transport = Memory.base(frame + headers.transportAt());
        pseudoSum = headers.pseudoSum(frame);
        identification = headers.isIpv6() ? 0 : Ipv4.id(frame + headers.networkAt());
        if (headers.isTcp()) {
            sequence = Tcp.sequence(transport);
            flags = Tcp.flags(transport);
        }
    }

    /** Makes the headers of the segment right; its bytes are copied. */
    private void complete(final long to, final int segmentBytes) {
        final int transportAt = headers.transportAt();
        final int transportBytes = headerBytes - transportAt + segmentBytes;
        completeNetwork(to + headers.networkAt(), transportBytes);
        if (headers.isTcp()) {
            completeTcp(Memory.base(to + transportAt), transportBytes);
        } else {
            completeUdp(Memory.base(to + transportAt), transportBytes);
        }
        if (outer.isPresent()) {
            outer.complete(to, headerBytes + segmentBytes, index);
        }
    }

    private void completeNetwork(final long ip, final int transportBytes) {
        final int totalBytes = headers.networkBytes() + transportBytes;
        if (headers.isIpv6()) {
            Memory.putShortBe(ip + 4, (short) (totalBytes - Headers.IPV6_BYTES));
        } else {
            final int lengthAndId = totalBytes << 16 | (identification + index & 0xffff);
            Memory.putIntBe(ip + 2, lengthAndId);
            Ipv4.fillChecksum(ip);
        }
    }

    private void completeTcp(final long tcp, final int transportBytes) {
        int kept = flags;
        if (index > 0) {
            kept &= ~Tcp.CWR;
        }
        if (index < count - 1) {
            kept &= ~(Tcp.FIN | Tcp.PSH);
        }
        Memory.putIntBe(tcp + 4, sequence + index * sizeBytes);
        Memory.putByte(tcp + FLAGS_AT, (byte) kept);
        Tcp.checksum(tcp, 0);
        Tcp.checksum(tcp, Checksum.finish(pseudoSum + transportBytes + Checksum.sum(tcp, transportBytes)));
    }

    private void completeUdp(final long udp, final int transportBytes) {
        Memory.putIntBe(udp + 4, transportBytes << 16);
        if (!noUdpChecksum) {
            final int checksum = Checksum.finish(pseudoSum + transportBytes + Checksum.sum(udp, transportBytes));
            Memory.putShortBe(udp + Offload.UDP_FIELD_OFFSET, (short) (checksum == 0 ? 0xffff : checksum));
        }
    }
}
