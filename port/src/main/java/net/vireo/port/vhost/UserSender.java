// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.linux.EventFd;
import net.vireo.linux.memory.Memory;
import net.vireo.port.DeviceOffload;
import net.vireo.port.FrameRoom;
import net.vireo.port.QueueCounters;
import net.vireo.port.RefusedFrames;
import net.vireo.port.TxQueue;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.virtio.DriverQueue;

/** One lcore's way out of a virtio-user port: packets are copied to slots of a ring, which it may share with others. */
final class UserSender implements TxQueue {
    private static final int HEADER_BYTES = VirtioHeader.LONG_BYTES;
    /** {@link #send}: this packet cannot be taken, others can. */
    private static final int REFUSED = -1;
    /** {@link #send}: the device has not given back enough buffers. */
    private static final int CLOSED = 0;

    private static final int TAKEN = 1;

    private final PacketPool pool;
    private final UserRing ring;
    private final UserSlots slots;
    private final QueueCounters counters;
    private final RefusedFrames refused = new RefusedFrames();
    private DeviceOffload offload;
    private long offloadFeatures = -1;
    private DriverQueue queue;
    private int next;

    UserSender(final PacketPool pool, final UserRing ring, final UserSlots slots, final QueueCounters counters) {
        this.pool = pool;
        this.ring = ring;
        this.slots = slots;
        this.counters = counters;
    }

    @Override
    public boolean isOpen() {
        return ring.runs();
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        refused.clear();
        next = 0;
        if (ring.runs()) {
            ring.gate.enter();
            try {
                queue = ring.queue();
                if (queue != null) {
                    sendBurst(cache, packets, count);
                }
            } finally {
                queue = null;
                ring.gate.leave();
            }
        }
        refused.addFrom(next, count);
        final int taken = refused.settle(packets, count);
        cache.free(packets, 0, taken);
        counters.transmitted(taken, count - taken);
        return taken;
    }

    private void sendBurst(final PoolCache cache, final long[] packets, final int count) {
        if (offloadFeatures != ring.features()) {
            offloadFeatures = ring.features();
            offload = new DeviceOffload(pool, GuestOffloads.ofDevice(offloadFeatures), counters.offloads());
        }
        slots.reclaim(queue);
        boolean open = true;
        while (open && next < count) {
            final int sent =
                    PacketRef.hasOffload(packets[next]) ? sendPrepared(cache, packets, next) : send(packets, next);
            if (sent == REFUSED) {
                refused.add(next);
            }
            open = sent != CLOSED;
            next += open ? 1 : 0;
        }
        queue.publish();
        if (queue.wantsNotification()) {
            counters.transmitSyscall();
            EventFd.trySignal(ring.kickFd);
        }
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
            last = write(segment);
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
        return write(packet);
    }

    private int write(final long packet) {
        final int headerBytes = ring.headerBytes();
        final long frame = pool.dataAddress(packet);
        final long header = Memory.base(frame - headerBytes);
        if (headerBytes > VirtioHeader.SHORT_BYTES) {
            Memory.putShort(header + VirtioHeader.SHORT_BYTES, (short) 0); // num_buffers: the device's to fill in
        }
        if (PacketRef.hasOffload(packet)) {
            VirtioHeader.write(header, Offload.of(pool, packet), frame, PacketRef.offset(packet));
        } else {
            VirtioHeader.clear(header);
        }
        return slots.add(queue, header, headerBytes + PacketRef.length(packet)) ? TAKEN : CLOSED;
    }
}
