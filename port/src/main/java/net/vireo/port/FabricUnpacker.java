// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.PartialChecksum;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * Hands out what came over the fabric, one packet at a time: a long tunnel packet as the packets that it was made of.
 * Received frames wait here, in order, when a caller takes fewer than there are. One thread; nothing allocates.
 */
final class FabricUnpacker {
    private final PacketPool pool;
    private final QueueCounters counters;
    private final Segmenter segmenter;
    private final long[] waiting;
    private int waitingFrom;
    private int waitingTo;

    /** The long packet that is being taken apart. */
    private long current = PoolCache.NONE;

    /** @param capacity most frames that wait */
    FabricUnpacker(final PacketPool pool, final int capacity, final QueueCounters counters) {
        this.pool = pool;
        this.counters = counters;
        segmenter = new Segmenter(pool);
        waiting = new long[capacity];
    }

    /** Frames that are not, or not wholly, handed out. */
    int heldCount() {
        return waitingTo - waitingFrom + (current == PoolCache.NONE ? 0 : 1);
    }

    /** Adds a received frame behind the others: no more of them than the capacity, between two times that none waited. */
    void add(final long packet) {
        if (waitingFrom == waitingTo) {
            waitingFrom = 0;
            waitingTo = 0;
        }
        waiting[waitingTo++] = packet;
    }

    /** Hands packets out into {@code packets[from .. capacity - 1]}. @return the index behind the last */
    int take(final PoolCache cache, final long[] packets, final int from, final int capacity) {
        int n = from;
        while (n < capacity && (current != PoolCache.NONE || begin(cache))) {
            final long packet = current == PoolCache.NONE ? waiting[waitingFrom - 1] : unpack(cache);
            if (packet == PoolCache.NONE) {
                break;
            }
            packets[n++] = packet;
        }
        return n;
    }

    /** Takes the next waiting frame: {@link #current}, if it is to be taken apart. @return false when none waits */
    private boolean begin(final PoolCache cache) {
        while (waitingFrom < waitingTo) {
            final long packet = opened(waiting[waitingFrom]);
            waiting[waitingFrom++] = packet;
            if (!isLongTunnelPacket(packet)) {
                return true;
            }
            if (segmenter.startTunnelDatagrams(packet) > 0) {
                current = packet;
                counters.offloads().unpackedFrame();
                return true;
            }
            counters.receiveError();
            cache.free(packet);
        }
        return false;
    }

    private long unpack(final PoolCache cache) {
        final long packet = segmenter.next(cache);
        if (packet == PoolCache.NONE) {
            counters.noBuffer();
            return PoolCache.NONE;
        }
        counters.offloads().unpackedPackets(1);
        if (!segmenter.hasNext()) {
            cache.free(current);
            current = PoolCache.NONE;
        }
        return packet;
    }

    private boolean isLongTunnelPacket(final long packet) {
        return PacketRef.hasOffload(packet)
                && Offload.type(Offload.of(pool, packet)) == Offload.UDP
                && isTunnel(packet);
    }

    /** A lone tunnel packet whose UDP checksum is open needs none over IPv4 (RFC 7510, RFC 7348). */
    private long opened(final long packet) {
        if (!PacketRef.hasOffload(packet) || Offload.type(Offload.of(pool, packet)) != 0 || !isTunnel(packet)) {
            return packet;
        }
        final long frame = pool.dataAddress(packet);
        if (Ethernet.payloadType(frame, Ethernet.check(frame, PacketRef.length(packet))) == EtherType.IPV4) {
            Memory.putShortBe(frame + transportAt(packet) + Offload.UDP_FIELD_OFFSET, (short) 0);
            return PacketRef.withOffload(packet, false);
        }
        final long complete = PartialChecksum.complete(pool, packet);
        return complete == PoolCache.NONE ? packet : complete;
    }

    /** Whether the open checksum is that of a tunnel's UDP header. */
    private boolean isTunnel(final long packet) {
        final long word = Offload.of(pool, packet);
        final int transportAt = transportAt(packet);
        if (!Offload.needsChecksum(word)
                || Offload.networkBytes(word) == 0
                || Offload.fieldOffset(word) != Offload.UDP_FIELD_OFFSET
                || transportAt + Udp.HEADER_BYTES > PacketRef.length(packet)) {
            return false;
        }
        final long frame = pool.dataAddress(packet);
        return transportAt - Offload.networkBytes(word) == Ethernet.check(frame, PacketRef.length(packet))
                && isUdp(frame, transportAt - Offload.networkBytes(word))
                && TunnelFlows.isTunnel(Udp.destinationPort(frame + transportAt));
    }

    private static boolean isUdp(final long frame, final int networkAt) {
        // What the word knows of the network header was parsed: only a TCP checksum lies elsewhere than a UDP one.
        return (Memory.getByte(frame + networkAt) >>> 4 & 0xf) == 6
                || Ipv4.protocol(frame + networkAt) == IpProtocol.UDP;
    }

    private int transportAt(final long packet) {
        return Offload.start(Offload.of(pool, packet)) - PacketRef.offset(packet);
    }

    /** Gives everything back. Control thread. */
    void close() {
        if (current != PoolCache.NONE) {
            pool.reclaim(current);
            current = PoolCache.NONE;
        }
        for (int i = waitingFrom; i < waitingTo; i++) {
            pool.reclaim(waiting[i]);
        }
        waitingFrom = 0;
        waitingTo = 0;
    }
}
