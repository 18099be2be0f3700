// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The device side of a packed ring. Of the buffers given back at once, the first one's descriptor is written last: the
 * guest, who looks at them in order, sees all or none (also of one packet's merged buffers, 2.8.9).
 */
final class PackedDeviceQueue extends DeviceQueue {
    private final PackedRing ring;
    private final PackedWalker walker;
    private final boolean eventIndex;
    private final boolean inOrder;
    private final int[] ids = new int[MAX_FRAGMENTS];
    private final int[] slots = new int[MAX_FRAGMENTS];
    /** Slots of all that was walked since the last that was given back. */
    private int walkedSlots;

    private int avail;
    private int used;
    private int shownAvail;
    private int shownUsed;
    /** The first of what is not shown yet: where it goes and what; nothing while there is none. */
    private int heldSlot = -1;

    private long heldWord;

    private int asked;
    private int shownSlots;
    private int hiddenSlots;
    private boolean firstAnswer = true;

    PackedDeviceQueue(final RingSetup setup, final MemoryRegions regions, final FaultCounters faults) {
        super(setup, regions, faults);
        ring = new PackedRing(RingParts.of(setup, regions));
        walker = new PackedWalker(setup, ring, fragments);
        eventIndex = setup.has(Features.EVENT_IDX);
        inOrder = setup.has(Features.IN_ORDER);
        avail = ring.requirePosition(setup.availPosition());
        used = ring.requirePosition(setup.usedPosition());
        shownAvail = avail;
        shownUsed = used;
        asked = used;
    }

    @Override
    public int fetch(final int maxChains) {
        fragments.clear();
        final int most = isBroken() ? 0 : Math.min(maxChains, MAX_BURST);
        int n = 0;
        while (n < most && fragments.hasRoom()) {
            final int bytes = walk(n, 0);
            if (bytes == NONE) {
                return n;
            }
            if (bytes == BROKEN) {
                return 0;
            }
            n++;
        }
        return n;
    }

    /** Walks the list so many behind the next, after all before it were walked. */
    private int walk(final int n, final int direction) {
        walkedSlots = n == 0 ? 0 : walkedSlots;
        final int position = walkedSlots < ring.sizeEntries() ? ring.advance(avail, walkedSlots) : avail;
        final int slot = PackedRing.slot(position);
        final long word = ring.word(slot);
        if (walkedSlots >= ring.sizeEntries()
                || !Descriptor.isPacked(word, Descriptor.availableFlags(PackedRing.wrap(position)))) {
            return NONE;
        }
        final int bytes = walker.walk(slot, word, direction);
        if (walkedSlots + walker.slots() > ring.sizeEntries()) {
            breakRing(RingFault.LIST_WITHOUT_END);
            fragments.clear();
            return BROKEN;
        }
        ids[n] = walker.id();
        slots[n] = walker.slots();
        walkedSlots += walker.slots();
        return bytes;
    }

    @Override
    public void complete(final int count) {
        Objects.checkIndex(count, fragments.chains() + 1);
        if (count == 0 || isBroken()) {
            return;
        }
        countFaults(count);
        if (inOrder) {
            completeInOrder(count);
        } else {
            use(count, 0);
        }
        flush();
    }

    /** One descriptor for all: the last one's id in the first one's slot (2.8.10). */
    private void completeInOrder(final int count) {
        int all = 0;
        for (int i = 0; i < count; i++) {
            all += slots[i];
        }
        give(ids[count - 1], all, 0);
        fragments.clear();
    }

    /** Counts descriptors; their lines are at hand then. */
    @Override
    public int waiting(final int most) {
        final int limit = isBroken() ? 0 : Math.min(Math.min(most, MAX_BURST), ring.sizeEntries());
        int position = avail;
        int n = 0;
        while (n < limit && isAvailable(position)) {
            position = ring.advance(position, 1);
            n++;
        }
        return n;
    }

    private boolean isAvailable(final int position) {
        return Descriptor.isPacked(
                ring.word(PackedRing.slot(position)), Descriptor.availableFlags(PackedRing.wrap(position)));
    }

    @Override
    int findPlain(
            final long[] sources, final int[] lengths, final int count, final int leastBytes, final int mostBytes) {
        int position = avail;
        int n = 0;
        while (n < count) {
            final int slot = PackedRing.slot(position);
            final long word = ring.word(slot);
            final long source = Descriptor.isPacked(word, Descriptor.availableFlags(PackedRing.wrap(position)))
                    ? walker.sourceAt(slot, word, leastBytes, mostBytes)
                    : MemoryRegions.BAD;
            if (source == MemoryRegions.BAD) {
                break;
            }
            sources[n] = source;
            lengths[n] = (int) Descriptor.length(word);
            ids[n] = Descriptor.packedId(word);
            slots[n] = 1;
            position = ring.advance(position, 1);
            n++;
        }
        return n;
    }

    @Override
    void usePlain(final int count) {
        if (inOrder) {
            completeInOrder(count);
        } else {
            for (int i = 0; i < count; i++) {
                give(ids[i], 1, 0);
            }
        }
    }

    @Override
    public int writePlain(final long[] frames, final int[] lengths, final int from, final int to) {
        if (isBroken()) {
            return 0;
        }
        int i = from;
        while (i < to && lengths[i] > 0) {
            final int bytes = headerBytes + lengths[i];
            final long room = nextRoom(bytes);
            if (room == MemoryRegions.BAD) {
                break;
            }
            putPlain(room, frames[i], lengths[i]);
            useOne(bytes);
            i++;
        }
        return i - from;
    }

    @Override
    int walkWritable(final int n) {
        return walk(n, Descriptor.WRITE);
    }

    @Override
    boolean isWholeRing(final int n) {
        return walkedSlots >= ring.sizeEntries();
    }

    @Override
    void use(final int count, final int lengthBytes) {
        int left = lengthBytes;
        for (int i = 0; i < count; i++) {
            final int part = Math.min(left, Math.max(0, fragments.chainBytes(i)));
            give(ids[i], slots[i], part);
            left -= part;
        }
        fragments.clear();
    }

    @Override
    long nextRoom(final int neededBytes) {
        final int slot = PackedRing.slot(avail);
        final long word = ring.word(slot);
        ids[0] = Descriptor.packedId(word);
        return Descriptor.isPacked(word, Descriptor.availableFlags(PackedRing.wrap(avail)))
                ? walker.roomAt(slot, word, neededBytes)
                : MemoryRegions.BAD;
    }

    @Override
    void useOne(final int lengthBytes) {
        give(ids[0], 1, lengthBytes);
    }

    /** Gives one buffer back, or holds it while it is the first since the last flush. */
    private void give(final int id, final int slotCount, final int lengthBytes) {
        final int flags = Descriptor.usedFlags(PackedRing.wrap(used)) | (lengthBytes > 0 ? Descriptor.WRITE : 0);
        final long word = Descriptor.packedWord(lengthBytes, id, flags);
        if (heldSlot < 0) {
            heldSlot = PackedRing.slot(used);
            heldWord = word;
        } else {
            ring.publish(PackedRing.slot(used), word);
        }
        avail = ring.advance(avail, slotCount);
        used = ring.advance(used, slotCount);
        hiddenSlots += slotCount;
    }

    @Override
    public void flush() {
        if (heldSlot >= 0 && !isBroken()) {
            ring.publish(heldSlot, heldWord);
            heldSlot = -1;
            shownAvail = avail;
            shownUsed = used;
            shownSlots += hiddenSlots;
            hiddenSlots = 0;
        }
    }

    @Override
    public boolean wantsNotification() {
        if (isBroken() || shownSlots == 0 && !firstAnswer) {
            return false;
        }
        // Pairs with the guest's fence between asking for notifications and its last look at the ring.
        VarHandle.fullFence();
        final boolean wants = firstAnswer || ring.wants(ring.driverEvent(), eventIndex, shownUsed, asked, shownSlots);
        firstAnswer = false;
        asked = shownUsed;
        shownSlots = 0;
        return wants;
    }

    @Override
    public void suppressNotifications() {
        if (!isBroken()) {
            ring.putDeviceEvent(PackedRing.DISABLE, 0);
        }
    }

    @Override
    public boolean enableNotifications() {
        if (isBroken()) {
            return false;
        }
        ring.putDeviceEvent(eventIndex ? PackedRing.AT_POSITION : PackedRing.ENABLE, eventIndex ? avail : 0);
        // Pairs with the guest's fence between showing a buffer and its look at our wish.
        VarHandle.fullFence();
        return Descriptor.isPacked(
                ring.word(PackedRing.slot(avail)), Descriptor.availableFlags(PackedRing.wrap(avail)));
    }

    @Override
    public RingLook inspect() {
        final int size = ring.sizeEntries();
        int position = shownAvail;
        int waiting = 0;
        while (waiting < size && isAvailable(position)) {
            position = ring.advance(position, 1);
            waiting++;
        }
        final int at = PackedRing.slot(shownAvail);
        final int count = Math.min(size, RingLook.MOST_ENTRIES);
        final int before = Math.min(RingLook.ENTRIES_BEFORE, count / 4);
        final List<RingLook.Entry> entries = new ArrayList<>();
        for (int i = -before; i < count - before; i++) {
            entries.add(entry((at + i + size) % size, i >= 0 && i < waiting));
        }
        return new RingLook(
                true,
                size,
                at + waiting,
                at,
                PackedRing.slot(shownUsed),
                PackedRing.wish(ring.deviceEvent()),
                PackedRing.wish(ring.driverEvent()),
                entries);
    }

    private RingLook.Entry entry(final int slot, final boolean waiting) {
        final long word = ring.word(slot);
        return new RingLook.Entry(
                slot,
                Descriptor.packedId(word),
                ring.address(slot),
                Descriptor.length(word),
                Descriptor.packedFlags(word),
                0,
                waiting);
    }

    @Override
    public int availPosition() {
        return shownAvail;
    }

    @Override
    public int usedPosition() {
        return shownUsed;
    }

    @Override
    public int vringBase() {
        return RingSetup.vringBase(true, shownAvail, shownUsed);
    }
}
