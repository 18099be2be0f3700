// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.lang.invoke.VarHandle;
import net.vireo.linux.memory.Memory;

/**
 * The driver side of a split ring. Free descriptors are taken and given back first in, first out: a device that works in
 * order finds them in ring order (2.7.9), without further ado.
 */
final class SplitDriverQueue extends DriverQueue {
    private static final int MASK = 0xffff;

    private final DriverLayout layout;
    private final long memory;
    private final long guestAddress;
    private final SplitRing ring;
    private final boolean eventIndex;
    private final int[] next;
    private int freeHead;
    private int freeTail;
    private int free;
    private int avail;
    private int shown;
    private int asked;
    private int used;
    private int out;

    SplitDriverQueue(final DriverLayout layout, final long features, final long memory, final long guestAddress) {
        super(layout.sizeEntries(), features);
        this.layout = layout;
        this.memory = memory;
        this.guestAddress = guestAddress;
        Memory.fill(memory, layout.lengthBytes(), (byte) 0);
        ring = new SplitRing(layout.partsAt(memory));
        eventIndex = Features.has(features, Features.EVENT_IDX);
        free = layout.sizeEntries();
        next = new int[free];
        for (int i = 0; i < free; i++) {
            next[i] = i + 1 < free ? i + 1 : 0;
        }
        freeTail = free - 1;
    }

    @Override
    public long descriptorAddress() {
        return memory;
    }

    @Override
    public long driverAddress() {
        return memory + layout.driverOffset();
    }

    @Override
    public long deviceAddress() {
        return memory + layout.deviceOffset();
    }

    @Override
    public int freeCount() {
        return free;
    }

    @Override
    public int add(final long address, final int lengthBytes, final boolean writable) {
        if (free == 0 || isBroken()) {
            return NO_ROOM;
        }
        final int id = freeHead;
        putDescriptor(memory, id, address, lengthBytes, writable ? Descriptor.WRITE : 0);
        freeHead = next[id];
        return enter(id, 1, writable ? Integer.toUnsignedLong(lengthBytes) : 0);
    }

    @Override
    public int add(final long[] addresses, final int[] lengthsBytes, final int readable, final int count) {
        requireCount(count, Integer.MAX_VALUE);
        if (free < count || isBroken()) {
            return NO_ROOM;
        }
        final int id = freeHead;
        int index = id;
        for (int i = 0; i < count; i++) {
            final int flags = (i < readable ? 0 : Descriptor.WRITE) | (i < count - 1 ? Descriptor.NEXT : 0);
            putDescriptor(memory, index, addresses[i], lengthsBytes[i], flags);
            index = next[index];
        }
        freeHead = index;
        return enter(id, count, writableBytes(lengthsBytes, readable, count));
    }

    @Override
    public int addIndirect(final long[] addresses, final int[] lengthsBytes, final int readable, final int count) {
        requireCount(count, layout.tableEntries());
        if (free == 0 || isBroken()) {
            return NO_ROOM;
        }
        final int id = freeHead;
        final long table = memory + layout.tableOffset(id);
        for (int i = 0; i < count; i++) {
            final int flags = (i < readable ? 0 : Descriptor.WRITE) | (i < count - 1 ? Descriptor.NEXT : 0);
            final long word = Descriptor.splitWord(lengthsBytes[i], flags, i < count - 1 ? i + 1 : 0);
            putWords(table + (long) i * Descriptor.BYTES, addresses[i], word);
        }
        final long tableAddress = guestAddress + layout.tableOffset(id);
        putDescriptor(memory, id, tableAddress, count * Descriptor.BYTES, Descriptor.INDIRECT);
        freeHead = next[id];
        return enter(id, 1, writableBytes(lengthsBytes, readable, count));
    }

    private void putDescriptor(
            final long table, final int index, final long address, final int lengthBytes, final int flags) {
        final int following = (flags & Descriptor.NEXT) != 0 ? next[index] : 0;
        putWords(table + (long) index * Descriptor.BYTES, address, Descriptor.splitWord(lengthBytes, flags, following));
    }

    /** Plain: the release of the available index comes after. */
    private static void putWords(final long at, final long address, final long word) {
        Memory.putLong(at, address);
        Memory.putLong(at + Descriptor.WORD, word);
    }

    private int enter(final int id, final int count, final long writableBytes) {
        free -= count;
        out++;
        outstanding.enter(id, count, writableBytes);
        ring.putHead(avail, id);
        avail = avail + 1 & MASK;
        return id;
    }

    @Override
    public void publish() {
        if (shown != avail) {
            ring.publishAvail(avail);
            shown = avail;
        }
    }

    @Override
    public boolean wantsNotification() {
        if (asked == shown || isBroken()) {
            return false;
        }
        // Pairs with the device's fence between asking for notifications and its last look at the ring.
        VarHandle.fullFence();
        final boolean wants = eventIndex
                ? Events.passed(ring.availEvent(), shown, asked)
                : (ring.usedFlags() & SplitRing.NO_NOTIFY) == 0;
        asked = shown;
        return wants;
    }

    @Override
    public void suppressNotifications() {
        if (eventIndex) {
            ring.putUsedEvent(used - 1); // passed already
        } else {
            ring.putAvailFlags(SplitRing.NO_NOTIFY);
        }
    }

    @Override
    public boolean enableNotifications() {
        if (eventIndex) {
            ring.putUsedEvent(used);
        } else {
            ring.putAvailFlags(0);
        }
        // Pairs with the device's fence between showing a buffer and its look at our wish.
        VarHandle.fullFence();
        return !isBroken() && ring.usedIndex() != used;
    }

    @Override
    public int collect(final int[] ids, final int[] lengthsBytes) {
        final int ready = isBroken() ? 0 : ring.usedIndex() - used & MASK;
        if (ready > out) {
            breakRing(RingFault.USED_JUMP);
            return 0;
        }
        final int most = Math.min(ready, ids.length);
        int n = 0;
        while (n < most) {
            if (!isBatchOpen()) {
                final long element = ring.usedElement(used);
                if (!openBatch((int) element, element >>> 32)) {
                    return n;
                }
            }
            final int id = nextOfBatch();
            lengthsBytes[n] = lengthOf(id);
            ids[n++] = id;
            leave(id);
        }
        return n;
    }

    private void leave(final int id) {
        final int count = outstanding.descriptors(id);
        int last = id;
        for (int i = 1; i < count; i++) {
            last = next[last];
        }
        if (free == 0) {
            freeHead = id;
        } else {
            next[freeTail] = id;
        }
        freeTail = last;
        free += count;
        out--;
        used = used + 1 & MASK;
        closeBatchAt(id);
    }
}
