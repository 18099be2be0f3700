// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.linux.EventFd;
import net.vireo.linux.memory.Memory;
import net.vireo.port.DeviceOffload;
import net.vireo.port.FrameRoom;
import net.vireo.port.Port;
import net.vireo.port.QueueCounters;
import net.vireo.port.RefusedFrames;
import net.vireo.port.TxQueue;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.virtio.DeviceQueue;

/**
 * One lcore's way to a guest: to queue {@code lcore mod n} of the n that the guest has enabled. Copies each packet with
 * its header into the guest's buffers and notifies it once per burst, if it wants that. Several lcores may share a queue;
 * each has its gate for a burst, so a flow, which is one lcore's, stays in order. A full ring is waited for outside the gate
 * where {@link TxWait} allows. Nothing allocates but for a guest with other offloads than the last one.
 */
final class VhostSender implements TxQueue {
    private static final int HEADER_BYTES = VirtioHeader.LONG_BYTES;
    /** {@link #send}: this packet cannot be taken, others can. */
    private static final int REFUSED = -1;
    /** {@link #send}: the guest has no room, or is gone. */
    private static final int CLOSED = 0;

    private static final int TAKEN = 1;

    private final int lcoreIndex;
    private final VhostRings rings;
    private final PacketPool pool;
    private final QueueCounters counters;
    private final VhostCounters vhost;
    private final Runnable alarm;
    private final Patience patience;
    private final RefusedFrames refused = new RefusedFrames();
    private final FaultPoint faultPoint = new FaultPoint();
    /** Of the burst: {@link #describe}. */
    private final long[] frames = new long[Port.MAX_BURST_PACKETS];

    private final int[] lengths = new int[Port.MAX_BURST_PACKETS];
    private DeviceOffload offload;
    private long offloadFeatures = -1;
    private DeviceQueue queue;
    private int headerBytes;
    private int next;
    /** The guest had too few buffers for what is left of the burst. */
    private boolean full;

    VhostSender(
            final int lcoreIndex,
            final VhostRings rings,
            final PacketPool pool,
            final QueueCounters counters,
            final VhostCounters vhost,
            final Runnable alarm,
            final Patience patience) {
        this.patience = patience;
        this.lcoreIndex = lcoreIndex;
        this.rings = rings;
        this.pool = pool;
        this.counters = counters;
        this.vhost = vhost;
        this.alarm = alarm;
    }

    @Override
    public boolean isOpen() {
        return rings.isOpen();
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        final VhostRing ring = rings.transmitRing(lcoreIndex);
        refused.clear();
        next = 0;
        if (ring != null) {
            sendGated(ring, cache, packets, count);
            if (full) {
                sendPatiently(ring, cache, packets, count);
            } else {
                patience.guestMoved();
            }
        }
        if (next < count) {
            refused.addFrom(next, count);
        }
        final int taken = refused.settle(packets, count);
        cache.free(packets, 0, taken);
        counters.transmitted(taken, count - taken);
        return taken;
    }

    private void sendGated(final VhostRing ring, final PoolCache cache, final long[] packets, final int count) {
        full = false;
        ring.gate.enter();
        try {
            if (ring.queue() != null && ring.isEnabled()) {
                sendBurst(ring, cache, packets, count);
            }
        } finally {
            queue = null;
            ring.gate.leave();
        }
    }

    /** Waits for room, and for as long as it may. The gate is left meanwhile: the control thread may want the ring away. */
    private void sendPatiently(final VhostRing ring, final PoolCache cache, final long[] packets, final int count) {
        if (next > 0) {
            patience.guestMoved();
        }
        if (!patience.begin()) {
            return;
        }
        final int before = next;
        boolean inTime;
        do {
            inTime = patience.pause();
            sendGated(ring, cache, packets, count);
        } while (full && inTime);
        patience.end(next > before);
    }

    private void sendBurst(final VhostRing ring, final PoolCache cache, final long[] packets, final int count) {
        open(ring);
        try {
            describe(packets, count);
            boolean open = true;
            while (open && next < count) {
                next += queue.writePlain(frames, lengths, next, count);
                if (next == count) {
                    break;
                }
                final int sent = PacketRef.hasOffload(packets[next])
                        ? sendPrepared(cache, packets, next)
                        : send(packets, next, Offload.NONE);
                if (sent == REFUSED) {
                    refused.add(next);
                }
                open = sent != CLOSED;
                next += open ? 1 : 0;
            }
            full = !open && !queue.isBroken();
            publish(ring);
        } catch (final InternalError vanished) {
            if (!FaultPoint.isOne(vanished)) {
                throw vanished;
            }
            full = false;
            queue.memoryGone();
            vhost.memoryFault();
        }
        if (ring.isNewlyBroken()) {
            alarm.run();
        }
    }

    /** Where packets are that need nothing but a header that says nothing; all before the guest's memory is touched. */
    private void describe(final long[] packets, final int count) {
        for (int i = next; i < count; i++) {
            final long packet = packets[i];
            frames[i] = pool.dataAddress(packet);
            lengths[i] = PacketRef.hasOffload(packet) ? 0 : PacketRef.length(packet);
        }
    }

    private void open(final VhostRing ring) {
        queue = ring.queue();
        headerBytes = ring.headerBytes();
        if (offloadFeatures != ring.features()) {
            offloadFeatures = ring.features();
            offload = new DeviceOffload(pool, GuestOffloads.of(offloadFeatures), counters.offloads());
        }
    }

    private void publish(final VhostRing ring) {
        queue.flush();
        ring.recordPosition();
        if (queue.wantsNotification() && ring.callFd() != VhostRing.NO_FD) {
            counters.transmitSyscall();
            EventFd.trySignal(ring.callFd());
        }
        faultPoint.settle();
    }

    private int sendPrepared(final PoolCache cache, final long[] packets, final int i) {
        faultPoint.settle(); // buffers may be taken from here on
        final long prepared = offload.prepare(packets[i]);
        if (prepared == DeviceOffload.CUT) {
            return sendSegments(cache);
        }
        if (prepared == PoolCache.NONE) {
            return REFUSED;
        }
        packets[i] = prepared;
        return send(packets, i, Offload.of(pool, prepared));
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
            last = sendSegment(cache, segment);
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

    private int sendSegment(final PoolCache cache, final long segment) {
        try {
            final int sent = write(segment, Offload.NONE);
            faultPoint.settle();
            return sent;
        } finally {
            cache.free(segment);
        }
    }

    /** Sends packet i, which may be moved for that in its buffer. */
    private int send(final long[] packets, final int i, final long word) {
        final long packet = FrameRoom.withHeaderRoom(pool, packets[i], HEADER_BYTES);
        if (packet == PoolCache.NONE) {
            return REFUSED;
        }
        final long moved = packet == packets[i] ? word : Offload.of(pool, packet);
        packets[i] = packet;
        return write(packet, moved);
    }

    private int write(final long packet, final long word) {
        final long frame = pool.dataAddress(packet);
        final long header = Memory.base(frame - headerBytes);
        if (word == Offload.NONE) {
            VirtioHeader.clear(header);
        } else {
            VirtioHeader.write(header, word, frame, PacketRef.offset(packet));
        }
        final int chains = queue.write(header, headerBytes, frame, PacketRef.length(packet));
        if (chains > 0) {
            return TAKEN;
        }
        return chains == DeviceQueue.NO_ROOM || queue.isBroken() ? CLOSED : REFUSED;
    }
}
