// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.Fds;
import net.vireo.linux.memory.Memory;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.Offloads;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** One lcore's way out of a {@link TapPort}: a write per frame, the virtio header in the headroom. */
final class TapSender implements TxQueue {
    private static final int HEADER_BYTES = TapPort.HEADER_BYTES;
    /** {@link #send}: this frame cannot be taken, others can. */
    private static final int REFUSED = -1;
    /** {@link #send}: the device takes nothing now. */
    private static final int CLOSED = 0;

    private static final int TAKEN = 1;

    private final PacketPool pool;
    private final int fd;
    private final QueueCounters counters;
    private final DeviceOffload offload;
    private final RefusedFrames refused = new RefusedFrames();

    TapSender(final PacketPool pool, final int fd, final Offloads device, final QueueCounters counters) {
        this.pool = pool;
        this.fd = fd;
        this.counters = counters;
        offload = new DeviceOffload(pool, device, counters.offloads());
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        refused.clear();
        int i = 0;
        boolean open = true;
        while (open && i < count) {
            final int sent = PacketRef.hasOffload(packets[i]) ? sendPrepared(cache, packets, i) : send(packets, i);
            if (sent == TAKEN) {
                cache.free(packets[i]);
            } else if (sent == REFUSED) {
                refused.add(i);
            }
            open = sent != CLOSED;
            i += open ? 1 : 0;
        }
        refused.addFrom(i, count);
        final int taken = refused.settle(packets, count);
        counters.transmitted(taken, count - taken);
        return taken;
    }

    private int sendPrepared(final PoolCache cache, final long[] packets, final int i) {
        final long prepared = offload.prepare(packets[i]);
        if (prepared == DeviceOffload.CUT) {
            return sendSegments(cache);
        }
        if (prepared == PoolCache.NONE) {
            return REFUSED;
        }
        packets[i] = prepared;
        return send(packets, i);
    }

    /** Cuts and sends. Once a segment is out the packet is taken; what fails after that is lost, as on any wire. */
    private int sendSegments(final PoolCache cache) {
        final Segmenter segmenter = offload.segmenter();
        final int count = segmenter.left();
        int gone = 0;
        int last = REFUSED;
        while (last != CLOSED && segmenter.hasNext()) {
            final long segment = segmenter.next(cache);
            if (segment == PoolCache.NONE) {
                break; // no buffer: what is out is out
            }
            last = result(write(segment));
            cache.free(segment);
            gone += last == TAKEN ? 1 : 0;
        }
        segmenter.stop();
        if (gone == 0) {
            return last;
        }
        counters.offloads().segmented(count);
        counters.offloads().lost(count - gone);
        return TAKEN;
    }

    /** Sends packet i, which may be moved for that in its buffer. */
    private int send(final long[] packets, final int i) {
        final long packet = FrameRoom.withHeaderRoom(pool, packets[i], HEADER_BYTES);
        if (packet == PoolCache.NONE) {
            return REFUSED;
        }
        packets[i] = packet;
        return result(write(packet));
    }

    private static int result(final int written) {
        if (written >= 0) {
            return TAKEN;
        }
        return RefusedFrames.isFramesFault(-written) ? REFUSED : CLOSED;
    }

    /** @return bytes written, or -errno */
    private int write(final long packet) {
        final long frame = pool.dataAddress(packet);
        final long header = Memory.base(frame - HEADER_BYTES);
        VnetHeader.clear(header);
        if (PacketRef.hasOffload(packet)) {
            VirtioHeader.write(header, Offload.of(pool, packet), frame, PacketRef.offset(packet));
        }
        counters.transmitSyscall();
        return Fds.tryWrite(fd, header, HEADER_BYTES + PacketRef.length(packet));
    }
}
