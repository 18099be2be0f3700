// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.linux.EventFd;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.port.QueueCounters;
import net.vireo.port.RxQueue;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.virtio.DeviceQueue;

/**
 * A queue on which a guest transmits: its frames are copied into buffers of the pool, each with its header in front, and
 * given back to it in order. The guest is asked for notifications only while the lcore sleeps. One lcore at a time;
 * nothing allocates.
 */
final class VhostReceiver implements RxQueue {
    private static final int MAX_CHAINS = DeviceQueue.MAX_BURST;

    private final PacketPool pool;
    private final VhostRing ring;
    private final QueueCounters counters;
    private final VhostCounters vhost;
    private final Runnable alarm;
    private final VirtioHeader virtio;
    private final FaultPoint faultPoint = new FaultPoint();
    private final PlainReceive plain;

    /** Buffers for the chains of one fetch, by chain; {@link PoolCache#NONE} for those that are dropped. */
    private final long[] taken = new long[MAX_CHAINS];

    private int takenCount;
    private boolean armed;
    private boolean left;

    /** @param alarm told when the guest broke the ring, or took its memory away; from the lcore */
    VhostReceiver(
            final PacketPool pool,
            final VhostRing ring,
            final QueueCounters counters,
            final VhostCounters vhost,
            final Runnable alarm) {
        this.pool = pool;
        this.ring = ring;
        this.counters = counters;
        this.vhost = vhost;
        this.alarm = alarm;
        virtio = new VirtioHeader(pool, false);
        plain = new PlainReceive(pool);
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        if (!ring.runs() || !ring.gate.tryEnter()) {
            return 0;
        }
        int n = 0;
        try {
            n = receiveInside(cache, packets, capacity);
        } finally {
            ring.gate.leave();
        }
        counters.received(n);
        return n;
    }

    private int receiveInside(final PoolCache cache, final long[] packets, final int capacity) {
        final DeviceQueue queue = ring.queue();
        if (queue == null) {
            return 0;
        }
        int n = 0;
        boolean more = true;
        while (more && n < capacity) {
            final int before = n;
            final int most = Math.min(capacity - n, MAX_CHAINS);
            n = ring.isEnabled() ? receivePlain(queue, cache, packets, n, most) : n;
            if (left || !ring.isEnabled()) {
                n = receiveBurst(queue, cache, packets, n, before + most - n);
            }
            more = n - before == MAX_CHAINS;
        }
        return n;
    }

    /** Takes what is plain, and says in {@link #left} whether something is left for {@link #receiveBurst}. */
    private int receivePlain(
            final DeviceQueue queue, final PoolCache cache, final long[] packets, final int from, final int max) {
        final int headerBytes = ring.headerBytes();
        final int waiting = look(queue, max);
        left = false;
        if (waiting == 0) {
            return from;
        }
        final int buffers = plain.takeBuffers(cache, packets, from, waiting, headerBytes);
        final int read = copyPlain(queue, buffers, headerBytes);
        if (read < 0) {
            lose(cache, packets, from, from + buffers);
            return from;
        }
        cache.free(packets, from + read, from + buffers);
        left = read < waiting;
        return plain.accept(cache, packets, from, read, headerBytes, virtio, this);
    }

    /** Copies frames and gives their chains back. @return how many; negative when the guest's memory has vanished */
    private int copyPlain(final DeviceQueue queue, final int buffers, final int headerBytes) {
        try {
            final int read = plain.copy(queue, buffers, headerBytes);
            faultPoint.settle();
            queue.completePlain();
            tellGuest(queue, read);
            return read;
        } catch (final InternalError vanished) {
            memoryGone(queue, vanished);
            return -1;
        }
    }

    /** Counts a frame whose header was refused, by what for. */
    void refused(final long word) {
        counters.receiveError();
        counters.offloads().refused(word);
    }

    private int receiveBurst(
            final DeviceQueue queue, final PoolCache cache, final long[] packets, final int from, final int max) {
        takenCount = 0;
        final int chains = fetch(queue, max);
        if (chains <= 0) {
            return from;
        }
        takeBuffers(queue, cache, chains);
        if (!copy(queue)) {
            lose(cache, taken, 0, takenCount);
            return from;
        }
        return accept(cache, packets, from);
    }

    private int fetch(final DeviceQueue queue, final int max) {
        try {
            return seen(queue, queue.fetch(max));
        } catch (final InternalError vanished) {
            return memoryGone(queue, vanished);
        }
    }

    private int look(final DeviceQueue queue, final int max) {
        try {
            return seen(queue, queue.waiting(max));
        } catch (final InternalError vanished) {
            return memoryGone(queue, vanished);
        }
    }

    private int seen(final DeviceQueue queue, final int chains) {
        if (chains > 0 && armed) {
            queue.suppressNotifications();
            armed = false;
        }
        faultPoint.settle();
        if (chains == 0 && ring.isNewlyBroken()) {
            alarm.run();
        }
        return chains;
    }

    /** Buffers for as many of the chains as there are; no guest memory is touched meanwhile. */
    private void takeBuffers(final DeviceQueue queue, final PoolCache cache, final int chains) {
        final int headerBytes = ring.headerBytes();
        for (int chain = 0; chain < chains; chain++) {
            final int lengthBytes = queue.readableBytes(chain) - headerBytes;
            long packet = PoolCache.NONE;
            if (!ring.isEnabled()) {
                vhost.discarded();
            } else if (lengthBytes < Ethernet.HEADER_BYTES || lengthBytes > PacketPool.LARGE_DATA_BYTES) {
                counters.receiveError();
            } else {
                packet = cache.take(lengthBytes);
                if (packet == PoolCache.NONE) {
                    counters.noBuffer();
                    return; // the others wait with the guest
                }
                packet = PacketRef.resized(packet, PacketRef.offset(packet), lengthBytes);
            }
            taken[takenCount++] = packet;
        }
    }

    /** Copies the frames and gives the chains back. @return false when the guest's memory has vanished */
    private boolean copy(final DeviceQueue queue) {
        final int headerBytes = ring.headerBytes();
        try {
            for (int chain = 0; chain < takenCount; chain++) {
                final long packet = taken[chain];
                if (packet != PoolCache.NONE) {
                    final long to = pool.dataAddress(packet) - headerBytes;
                    queue.copyOut(chain, 0, to, headerBytes + PacketRef.length(packet));
                }
            }
            faultPoint.settle();
            queue.complete(takenCount);
            tellGuest(queue, takenCount);
            return true;
        } catch (final InternalError vanished) {
            memoryGone(queue, vanished);
            return false;
        }
    }

    private void tellGuest(final DeviceQueue queue, final int completed) {
        ring.recordPosition();
        if (completed > 0 && queue.wantsNotification() && ring.callFd() != VhostRing.NO_FD) {
            counters.receiveSyscall();
            EventFd.trySignal(ring.callFd());
        }
        faultPoint.settle();
    }

    /** Judges headers and hands the frames over. What the guest changes now is not what was copied. */
    private int accept(final PoolCache cache, final long[] packets, final int from) {
        final int headerBytes = ring.headerBytes();
        int n = from;
        for (int i = 0; i < takenCount; i++) {
            final long packet = taken[i];
            if (packet == PoolCache.NONE) {
                continue;
            }
            final long word = virtio.accept(Memory.base(pool.dataAddress(packet) - headerBytes), packet);
            if (word < 0) {
                refused(word);
                cache.free(packet);
            } else {
                packets[n++] = word == Offload.NONE ? packet : Offload.attach(pool, packet, word);
            }
        }
        return n;
    }

    @Override
    public int readinessFd() {
        return ring.watch.fd();
    }

    @Override
    public boolean rest() {
        if (!ring.gate.tryEnter()) {
            return false;
        }
        try {
            ring.watch.drain();
            final DeviceQueue queue = ring.queue();
            return queue == null || queue.isBroken() || arm(queue);
        } finally {
            ring.gate.leave();
        }
    }

    private boolean arm(final DeviceQueue queue) {
        if (!ring.watch.hasKick()) {
            return false; // nobody would wake us
        }
        try {
            final boolean waiting = queue.enableNotifications();
            armed = !waiting;
            if (waiting) {
                queue.suppressNotifications();
            }
            faultPoint.settle();
            return armed;
        } catch (final InternalError vanished) {
            memoryGone(queue, vanished);
            return false;
        }
    }

    private int memoryGone(final DeviceQueue queue, final InternalError vanished) {
        if (!FaultPoint.isOne(vanished)) {
            throw vanished;
        }
        queue.memoryGone();
        vhost.memoryFault();
        if (ring.isNewlyBroken()) {
            alarm.run();
        }
        return 0;
    }

    /** The frames that these buffers were for are gone with the guest's memory. */
    private void lose(final PoolCache cache, final long[] buffers, final int from, final int to) {
        for (int i = from; i < to; i++) {
            if (buffers[i] != PoolCache.NONE) {
                counters.receiveError();
                cache.free(buffers[i]);
            }
        }
    }
}
