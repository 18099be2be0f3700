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
import net.vireo.virtio.DriverQueue;
import net.vireo.virtio.Features;

/**
 * A queue on which a virtio-user port receives: the device fills slots, which are copied to buffers of the pool and given
 * to it again. One lcore; nothing allocates but at a new connection.
 */
final class UserReceiver implements RxQueue {
    private static final int NUM_BUFFERS = 10;
    /** More buffers than a packet of 64 KB needs. */
    private static final int MAX_PARTS = 64;

    private final PacketPool pool;
    private final UserRing ring;
    private final QueueCounters counters;
    private final VirtioHeader virtio;
    /** Ids as they are collected, turned into their slots at once: ids are given out again while slots are posted. */
    private final int[] slots;

    private final int[] lengths;
    private final int[] slotOfId;
    private DriverQueue filled;
    private int at;
    private int collected;
    private boolean armed;

    UserReceiver(final PacketPool pool, final UserRing ring, final QueueCounters counters) {
        this.pool = pool;
        this.ring = ring;
        this.counters = counters;
        virtio = new VirtioHeader(pool, true);
        slots = new int[ring.entries()];
        lengths = new int[ring.entries()];
        slotOfId = new int[ring.entries()];
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        if (!ring.runs() || !ring.gate.tryEnter()) {
            return 0;
        }
        int n = 0;
        try {
            final DriverQueue queue = ring.queue();
            if (queue != null) {
                fill(queue);
                n = take(queue, cache, packets, capacity);
            }
        } finally {
            ring.gate.leave();
        }
        counters.received(n);
        return n;
    }

    /** A new connection's ring is empty: the device gets all slots. */
    @SuppressWarnings("ReferenceEquality") // the same ring, not one like it
    private void fill(final DriverQueue queue) {
        if (filled == queue) {
            return;
        }
        filled = queue;
        at = 0;
        collected = 0;
        for (int slot = 0; slot < ring.entries(); slot++) {
            post(queue, slot);
        }
        publish(queue);
    }

    private int take(final DriverQueue queue, final PoolCache cache, final long[] packets, final int capacity) {
        if (at == collected) {
            collected = queue.collect(slots, lengths);
            at = 0;
            for (int i = 0; i < collected; i++) {
                slots[i] = slotOfId[slots[i]];
            }
            if (armed && collected > 0) {
                armed = false;
                queue.suppressNotifications();
            }
        }
        final int before = at;
        int n = 0;
        while (at < collected && n < capacity) {
            final long packet = next(cache);
            if (packet != PoolCache.NONE) {
                packets[n++] = packet;
            }
        }
        for (int i = before; i < at; i++) {
            post(queue, slots[i]);
        }
        if (at > before) {
            publish(queue);
        }
        return n;
    }

    private void post(final DriverQueue queue, final int slot) {
        final int id = queue.add(ring.slot(slot), UserMemory.SLOT_BYTES, true);
        if (id >= 0) {
            slotOfId[id] = slot;
        }
    }

    private void publish(final DriverQueue queue) {
        queue.publish();
        if (queue.wantsNotification()) {
            counters.receiveSyscall();
            EventFd.trySignal(ring.kickFd);
        }
    }

    /** The next packet, which may lie in several buffers; or {@link PoolCache#NONE} for one that is dropped. */
    private long next(final PoolCache cache) {
        final int headerBytes = ring.headerBytes();
        final long first = ring.slot(slots[at]);
        final int told =
                Features.has(ring.features(), Features.MRG_RXBUF) ? Memory.getShort(first + NUM_BUFFERS) & 0xffff : 1;
        final int parts = Math.clamp(told, 1, Math.min(MAX_PARTS, collected - at));
        int lengthBytes = -headerBytes;
        for (int i = 0; i < parts; i++) {
            lengthBytes += lengths[at + i];
        }
        long packet = PoolCache.NONE;
        if (parts != told || lengthBytes < Ethernet.HEADER_BYTES || lengthBytes > PacketPool.LARGE_DATA_BYTES) {
            counters.receiveError();
        } else {
            packet = copied(cache, parts, headerBytes, lengthBytes);
        }
        at += parts;
        return packet;
    }

    private long copied(final PoolCache cache, final int parts, final int headerBytes, final int lengthBytes) {
        final long empty = cache.take(lengthBytes);
        if (empty == PoolCache.NONE) {
            counters.noBuffer();
            return PoolCache.NONE;
        }
        final long header = Memory.base(pool.dataAddress(empty) - headerBytes);
        long to = header;
        for (int i = 0; i < parts; i++) {
            Memory.copy(ring.slot(slots[at + i]), to, lengths[at + i]);
            to += lengths[at + i];
        }
        final long packet = PacketRef.resized(empty, PacketRef.offset(empty), lengthBytes);
        final long word = virtio.accept(header, packet);
        if (word < 0) {
            counters.receiveError();
            counters.offloads().refused(word);
            cache.free(packet);
            return PoolCache.NONE;
        }
        return word == Offload.NONE ? packet : Offload.attach(pool, packet, word);
    }

    @Override
    public int readinessFd() {
        return ring.callFd;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same ring, not one like it
    public boolean rest() {
        if (!ring.gate.tryEnter()) {
            return false;
        }
        try {
            EventFd.tryDrain(ring.callFd);
            final DriverQueue queue = ring.queue();
            if (queue == null) {
                return true;
            }
            if (filled != queue || at < collected) {
                return false;
            }
            armed = true;
            return !queue.enableNotifications();
        } finally {
            ring.gate.leave();
        }
    }
}
