// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.lang.invoke.VarHandle;
import net.vireo.linux.memory.Memory;

/**
 * The driver side of a packed ring. Of what is published at once the first descriptor is written last: the device, which
 * looks at them in order, sees all or none.
 */
final class PackedDriverQueue extends DriverQueue {
    private final DriverLayout layout;
    private final long memory;
    private final long guestAddress;
    private final PackedRing ring;
    private final boolean eventIndex;
    private final int[] freeIds;
    private int freeIdCount;
    private int free;
    private int avail = RingSetup.PACKED_START;
    private int shown = RingSetup.PACKED_START;
    private int used = RingSetup.PACKED_START;
    private int heldSlot = -1;
    private long heldWord;
    private int asked = RingSetup.PACKED_START;
    private int hiddenSlots;
    private int shownSlots;

    PackedDriverQueue(final DriverLayout layout, final long features, final long memory, final long guestAddress) {
        super(layout.sizeEntries(), features);
        this.layout = layout;
        this.memory = memory;
        this.guestAddress = guestAddress;
        Memory.fill(memory, layout.lengthBytes(), (byte) 0);
        ring = new PackedRing(layout.partsAt(memory));
        eventIndex = Features.has(features, Features.EVENT_IDX);
        free = layout.sizeEntries();
        freeIds = new int[free];
        while (freeIdCount < free) {
            freeIds[freeIdCount] = free - 1 - freeIdCount;
            freeIdCount++;
        }
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
        final int id = freeIds[--freeIdCount];
        enter(id, 1, writable ? Integer.toUnsignedLong(lengthBytes) : 0);
        put(id, address, lengthBytes, writable ? Descriptor.WRITE : 0);
        return id;
    }

    @Override
    public int add(final long[] addresses, final int[] lengthsBytes, final int readable, final int count) {
        requireCount(count, Integer.MAX_VALUE);
        if (free < count || isBroken()) {
            return NO_ROOM;
        }
        final int id = freeIds[--freeIdCount];
        enter(id, count, writableBytes(lengthsBytes, readable, count));
        final int first = avail;
        avail = ring.advance(first, 1);
        for (int i = 1; i < count; i++) {
            putNow(id, addresses[i], lengthsBytes[i], flags(i, readable, count));
        }
        // The first one last: its flags say that the whole list is there.
        final int behind = avail;
        avail = first;
        put(id, addresses[0], lengthsBytes[0], flags(0, readable, count));
        avail = behind;
        return id;
    }

    @Override
    public int addIndirect(final long[] addresses, final int[] lengthsBytes, final int readable, final int count) {
        requireCount(count, layout.tableEntries());
        if (free == 0 || isBroken()) {
            return NO_ROOM;
        }
        final int id = freeIds[--freeIdCount];
        enter(id, 1, writableBytes(lengthsBytes, readable, count));
        final long table = memory + layout.tableOffset(id);
        for (int i = 0; i < count; i++) {
            final long at = table + (long) i * Descriptor.BYTES;
            final int flags = i < readable ? 0 : Descriptor.WRITE;
            Memory.putLong(at, addresses[i]);
            Memory.putLong(at + Descriptor.WORD, Descriptor.packedWord(lengthsBytes[i], 0, flags));
        }
        final long tableAddress = guestAddress + layout.tableOffset(id);
        put(id, tableAddress, count * Descriptor.BYTES, Descriptor.INDIRECT);
        return id;
    }

    private static int flags(final int i, final int readable, final int count) {
        return (i < readable ? 0 : Descriptor.WRITE) | (i < count - 1 ? Descriptor.NEXT : 0);
    }

    private void enter(final int id, final int count, final long writableBytes) {
        free -= count;
        hiddenSlots += count;
        outstanding.enter(id, count, writableBytes);
    }

    /** Writes a descriptor at the next slot, or holds it while it is the first since the last publish. */
    private void put(final int id, final long address, final int lengthBytes, final int flags) {
        if (heldSlot >= 0) {
            putNow(id, address, lengthBytes, flags);
            return;
        }
        heldSlot = PackedRing.slot(avail);
        heldWord = word(id, lengthBytes, flags);
        ring.putAddress(heldSlot, address);
        avail = ring.advance(avail, 1);
    }

    private void putNow(final int id, final long address, final int lengthBytes, final int flags) {
        final int slot = PackedRing.slot(avail);
        ring.putAddress(slot, address);
        ring.publish(slot, word(id, lengthBytes, flags));
        avail = ring.advance(avail, 1);
    }

    private long word(final int id, final int lengthBytes, final int flags) {
        return Descriptor.packedWord(lengthBytes, id, flags | Descriptor.availableFlags(PackedRing.wrap(avail)));
    }

    @Override
    public void publish() {
        if (heldSlot >= 0) {
            ring.publish(heldSlot, heldWord);
            heldSlot = -1;
            shown = avail;
            shownSlots += hiddenSlots;
            hiddenSlots = 0;
        }
    }

    @Override
    public boolean wantsNotification() {
        if (shownSlots == 0 || isBroken()) {
            return false;
        }
        // Pairs with the device's fence between asking for notifications and its last look at the ring.
        VarHandle.fullFence();
        final boolean wants = ring.wants(ring.deviceEvent(), eventIndex, shown, asked, shownSlots);
        asked = shown;
        shownSlots = 0;
        return wants;
    }

    @Override
    public void suppressNotifications() {
        ring.putDriverEvent(PackedRing.DISABLE, 0);
    }

    @Override
    public boolean enableNotifications() {
        ring.putDriverEvent(eventIndex ? PackedRing.AT_POSITION : PackedRing.ENABLE, eventIndex ? used : 0);
        // Pairs with the device's fence between showing a buffer and its look at our wish.
        VarHandle.fullFence();
        return !isBroken() && (isBatchOpen() || isUsed(ring.word(PackedRing.slot(used))));
    }

    private boolean isUsed(final long word) {
        return Descriptor.isPacked(word, Descriptor.usedFlags(PackedRing.wrap(used)));
    }

    @Override
    public int collect(final int[] ids, final int[] lengthsBytes) {
        int n = 0;
        while (n < ids.length && (isBatchOpen() || openNext())) {
            final int id = nextOfBatch();
            lengthsBytes[n] = lengthOf(id);
            ids[n++] = id;
            leave(id);
        }
        return n;
    }

    /** Reads the next used descriptor. @return whether there is one that can be true */
    private boolean openNext() {
        if (isBroken()) {
            return false;
        }
        final long word = ring.word(PackedRing.slot(used));
        final boolean wrote = (Descriptor.packedFlags(word) & Descriptor.WRITE) != 0;
        // With nothing out, what looks used is only old.
        return free < layout.sizeEntries()
                && isUsed(word)
                && openBatch(Descriptor.packedId(word), wrote ? Descriptor.length(word) : 0);
    }

    private void leave(final int id) {
        final int count = outstanding.descriptors(id);
        used = ring.advance(used, count);
        free += count;
        freeIds[freeIdCount++] = id;
        closeBatchAt(id);
    }
}
