// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.MessageVector;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Vlan;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * One receive queue of a {@link PacketSocketPort} with offloads: frames of up to 64 KB, each with what is left to do to
 * it; on the fabric, long tunnel packets as the packets that they were made of.
 */
final class PacketSocketOffloadReceiver implements PacketSocketPort.Receiver {
    /** Each has a large buffer, and those are few. */
    private static final int SLOTS = 16;

    private static final int HEADER_BYTES = VirtioHeader.SHORT_BYTES;

    private final PacketPool pool;
    private final int fd;
    private final boolean fabric;
    private final QueueCounters counters;
    private final VirtioHeader virtio;
    private final FabricUnpacker unpacker;
    private final MessageVector vector = MessageVector.forReceive(SLOTS);
    private final ReceiveSlot[] slots = new ReceiveSlot[SLOTS];

    PacketSocketOffloadReceiver(
            final PacketPool pool, final int fd, final boolean fabric, final QueueCounters counters) {
        this.pool = pool;
        this.fd = fd;
        this.fabric = fabric;
        this.counters = counters;
        virtio = new VirtioHeader(pool, true);
        unpacker = new FabricUnpacker(pool, SLOTS, counters);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new ReceiveSlot(pool, HEADER_BYTES);
        }
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        int n = fabric ? unpacker.take(cache, packets, 0, capacity) : 0;
        if (n < capacity && unpacker.heldCount() == 0) {
            n = read(cache, packets, n, capacity);
        }
        counters.received(n);
        counters.holds(unpacker.heldCount() + postedCount());
        return n;
    }

    private int read(final PoolCache cache, final long[] packets, final int from, final int capacity) {
        final int room = post(cache, Math.min(capacity - from, SLOTS));
        if (room == 0) {
            return from;
        }
        counters.receiveSyscall();
        final int got = vector.tryReceive(fd, room); // -EAGAIN and a link that is down alike: no packets now
        int n = from;
        for (int i = 0; i < got; i++) {
            final long packet = accept(cache, i);
            if (packet == PoolCache.NONE) {
                continue;
            }
            if (fabric) {
                unpacker.add(packet);
            } else {
                packets[n++] = packet;
            }
        }
        return fabric ? unpacker.take(cache, packets, n, capacity) : n;
    }

    @Override
    public boolean looksByCall() {
        return true;
    }

    @Override
    public int readinessFd() {
        return fd;
    }

    /** Sees to it that the first slots can receive. @return how many can, at most {@code wanted} */
    private int post(final PoolCache cache, final int wanted) {
        int i = 0;
        while (i < wanted && (!slots[i].post(cache) || describe(i))) {
            i++;
        }
        return i;
    }

    private boolean describe(final int i) {
        final ReceiveSlot slot = slots[i];
        if (!slot.isPosted()) {
            counters.noBuffer();
            return false;
        }
        vector.buffer(i, slot.address(), slot.roomBytes());
        return true;
    }

    /** @return the packet, or {@link PoolCache#NONE} for a frame that was refused */
    private long accept(final PoolCache cache, final int i) {
        final ReceiveSlot slot = slots[i];
        final int lengthBytes = vector.lengthBytes(i) - HEADER_BYTES;
        if (vector.truncated(i)) {
            return lost(slot.takesLong());
        }
        if (lengthBytes < Ethernet.HEADER_BYTES) {
            return lost(true);
        }
        final long frame = slot.take(cache, lengthBytes);
        final long word = virtio.accept(Memory.base(pool.dataAddress(frame) - HEADER_BYTES), frame);
        if (word < 0) {
            counters.offloads().refused(word);
            cache.free(frame);
            return lost(true);
        }
        final long packet = word == Offload.NONE ? frame : Offload.attach(pool, frame, word);
        final int tag = vector.vlanTag(i);
        return tag == MessageVector.NO_VLAN ? packet : tagged(packet, vector.vlanTpid(i), tag);
    }

    private long lost(final boolean framesFault) {
        if (framesFault) {
            counters.receiveError();
        } else {
            counters.noBuffer(); // a long frame, and no large buffer to be had
        }
        return PoolCache.NONE;
    }

    /** Puts the tag that the kernel took off back where it was. */
    private long tagged(final long packet, final int tpid, final int tag) {
        Vlan.push(pool.dataAddress(packet), tpid, tag);
        return PacketRef.resized(
                packet, PacketRef.offset(packet) - Vlan.TAG_BYTES, PacketRef.length(packet) + Vlan.TAG_BYTES);
    }

    private int postedCount() {
        int held = 0;
        for (final ReceiveSlot slot : slots) {
            held += slot.heldCount();
        }
        return held;
    }

    @Override
    public void release() {
        for (final ReceiveSlot slot : slots) {
            slot.close();
        }
        unpacker.close();
        counters.holds(0);
        vector.close();
    }
}
