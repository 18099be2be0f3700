// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Vlan;
import net.vireo.port.DeviceOffload;
import net.vireo.port.QueueCounters;
import net.vireo.port.RefusedFrames;
import net.vireo.port.TxQueue;
import net.vireo.port.offload.Offloads;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * One lcore's way out. Several lcores may share the device's queue: each is inside its gate for a burst. Frames are
 * copied into the shared memory, so their buffers are free at once; the device takes no offloads, which are done here.
 */
final class XdpSender implements TxQueue {
    private static final int ETHER_TYPE_OFFSET = 12;

    private final PacketPool pool;
    private final XdpQueue queue;
    private final XdpTransmit transmit;
    private final int mostBytes;
    private final QueueCounters counters;
    private final DeviceOffload offload;
    private final RefusedFrames refused = new RefusedFrames();

    /** @param mtuBytes longer frames are refused: the kernel would lose them without a word */
    XdpSender(final PacketPool pool, final XdpQueue queue, final int mtuBytes, final QueueCounters counters) {
        this.pool = pool;
        this.queue = queue;
        this.counters = counters;
        mostBytes = Ethernet.HEADER_BYTES + mtuBytes;
        offload = new DeviceOffload(pool, Offloads.NONE, counters.offloads());
        transmit = new XdpTransmit(queue, counters);
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        if (count == 0) {
            return 0;
        }
        refused.clear();
        queue.gate().enter();
        try {
            return fill(cache, packets, count);
        } finally {
            queue.gate().leave();
        }
    }

    private int fill(final PoolCache cache, final long[] packets, final int count) {
        transmit.begin();
        int i = 0;
        while (i < count && transmit.isOpen()) {
            if (PacketRef.hasOffload(packets[i])) {
                addPrepared(cache, packets, i);
            } else {
                add(cache, packets[i], i);
            }
            i++;
        }
        transmit.end();
        refused.addFrom(i, count);
        final int taken = refused.settle(packets, count);
        counters.transmitted(taken, count - taken);
        return taken;
    }

    private void add(final PoolCache cache, final long packet, final int i) {
        if (put(packet)) {
            cache.free(packet);
        } else {
            refused.add(i);
        }
    }

    private boolean put(final long packet) {
        final long frame = pool.dataAddress(packet);
        final int lengthBytes = PacketRef.length(packet);
        return lengthBytes >= Ethernet.HEADER_BYTES
                && (lengthBytes <= mostBytes || lengthBytes <= mostBytes + Vlan.TAG_BYTES && isTagged(frame))
                && transmit.put(frame, lengthBytes);
    }

    /** The MTU does not count a tag. */
    private static boolean isTagged(final long frame) {
        return (Memory.getShortBe(frame + ETHER_TYPE_OFFSET) & 0xffff) == EtherType.VLAN;
    }

    private void addPrepared(final PoolCache cache, final long[] packets, final int i) {
        final long prepared = offload.prepare(packets[i]);
        if (prepared == DeviceOffload.CUT) {
            addSegments(cache, packets[i], i);
        } else if (prepared == PoolCache.NONE) {
            refused.add(i);
        } else {
            packets[i] = prepared;
            add(cache, prepared, i);
        }
    }

    /** The packet is taken as soon as one of its segments is; what fails after that is lost, as on any wire. */
    private void addSegments(final PoolCache cache, final long packet, final int i) {
        final Segmenter segmenter = offload.segmenter();
        final int count = segmenter.left();
        int out = 0;
        while (segmenter.hasNext() && transmit.isOpen()) {
            final long segment = segmenter.next(cache);
            if (segment == PoolCache.NONE) {
                break; // no buffer: what is out is out
            }
            out += put(segment) ? 1 : 0;
            cache.free(segment);
        }
        segmenter.stop();
        if (out == 0) {
            refused.add(i);
            return;
        }
        counters.offloads().segmented(count);
        counters.offloads().lost(count - out);
        cache.free(packet);
    }
}
