// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.packet.Ethernet;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.Offloads;
import net.vireo.port.offload.PartialChecksum;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * Decides, for one transmit queue, what of a packet's offload word the device does and what is done here first. One
 * thread; nothing allocates.
 */
public final class DeviceOffload {
    /** {@link #prepare}: the packet must be cut; {@link #segmenter} has begun with it. */
    public static final long CUT = -2L;

    private final PacketPool pool;
    private final Offloads device;
    private final OffloadCounters counters;
    private final Segmenter segmenter;

    /** @param device what it does by itself */
    public DeviceOffload(final PacketPool pool, final Offloads device, final OffloadCounters counters) {
        this.pool = pool;
        this.device = device;
        this.counters = counters;
        segmenter = new Segmenter(pool);
    }

    /**
     * Makes a packet that has an offload word ready for the device.
     *
     * @return the packet to send, with the word that the device is told, or without; {@link #CUT}; or
     *     {@link PoolCache#NONE} for one whose word is false: the packet is as it was
     */
    public long prepare(final long packet) {
        final long word = Offload.of(pool, packet);
        if (device.take(word) && speaksOfTheFrame(packet, word)) {
            return packet;
        }
        if (Offload.type(word) != 0) {
            return segmenter.start(packet) < 0 ? PoolCache.NONE : CUT;
        }
        final long complete = PartialChecksum.complete(pool, packet);
        if (complete != PoolCache.NONE && Offload.needsChecksum(word)) {
            counters.completed();
        }
        return complete;
    }

    /** Cuts the packet that {@link #prepare} began with. */
    public Segmenter segmenter() {
        return segmenter;
    }

    /** Whether the word speaks of the frame's own transport header, not of one inside a tunnel: that a device cannot do. */
    private boolean speaksOfTheFrame(final long packet, final long word) {
        if (!Offload.needsChecksum(word)) {
            return true;
        }
        final int networkAt = Offload.start(word) - Offload.networkBytes(word) - PacketRef.offset(packet);
        return Offload.fits(word, packet)
                && networkAt == Ethernet.check(pool.dataAddress(packet), PacketRef.length(packet));
    }
}
