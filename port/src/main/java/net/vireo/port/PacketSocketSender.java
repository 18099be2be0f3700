// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.port.offload.Offloads;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** One lcore's way out of a {@link PacketSocketPort}: a burst per system call. */
final class PacketSocketSender implements TxQueue {
    private final QueueCounters counters;
    private final DeviceOffload offload;
    private final RefusedFrames refused = new RefusedFrames();
    private final SendStage stage;

    PacketSocketSender(
            final PacketPool pool,
            final int fd,
            final OffloadMode mode,
            final Offloads device,
            final QueueCounters counters) {
        this.counters = counters;
        offload = new DeviceOffload(pool, device, counters.offloads());
        stage = new SendStage(pool, fd, mode, refused, counters);
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        refused.clear();
        int i = 0;
        boolean open = true;
        while (open && i < count) {
            open = PacketRef.hasOffload(packets[i]) ? addPrepared(cache, packets, i) : add(cache, packets[i], i);
            i++;
        }
        stage.flush(cache);
        refused.addFrom(i, count);
        final int taken = refused.settle(packets, count);
        counters.transmitted(taken, count - taken);
        return taken;
    }

    /** Gives the stage's memory back. Control thread, after the lcore has let go of the queue. */
    void release() {
        stage.close();
    }

    /** @return false when the device takes nothing more now */
    private boolean add(final PoolCache cache, final long packet, final int i) {
        stage.add(packet, i);
        return !stage.isFull() || stage.flush(cache);
    }

    private boolean addPrepared(final PoolCache cache, final long[] packets, final int i) {
        final long prepared = offload.prepare(packets[i]);
        if (prepared == DeviceOffload.CUT) {
            return addSegments(cache, packets[i], i);
        }
        if (prepared == PoolCache.NONE) {
            refused.add(i);
            return true;
        }
        packets[i] = prepared;
        return add(cache, prepared, i);
    }

    /** The packet is taken as soon as there is a segment; what fails after that is lost, as on any wire. */
    private boolean addSegments(final PoolCache cache, final long packet, final int i) {
        final Segmenter segmenter = offload.segmenter();
        final int count = segmenter.left();
        boolean open = true;
        while (open && segmenter.hasNext()) {
            final long segment = segmenter.next(cache);
            if (segment == PoolCache.NONE) {
                break; // no buffer: what is out is out
            }
            stage.addBorn(segment);
            open = !stage.isFull() || stage.flush(cache);
        }
        final int left = segmenter.left();
        segmenter.stop();
        if (left == count) {
            refused.add(i);
            return open;
        }
        counters.offloads().segmented(count);
        counters.offloads().lost(left);
        cache.free(packet);
        return open;
    }
}
