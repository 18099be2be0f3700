// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.vireo.linux.memory.Memory;

/**
 * The device side of a split ring. Its own positions move only after the ring was written: whatever is thrown on the way,
 * they stay inside the ring.
 */
final class SplitDeviceQueue extends DeviceQueue {
    private static final int MASK = 0xffff;

    private final SplitRing ring;
    private final SplitWalker walker;
    private final long descriptors;
    private final int sizeEntries;
    private final boolean eventIndex;
    private final boolean inOrder;
    private final int[] heads = new int[MAX_FRAGMENTS];
    private int avail;
    /** The guest's index as we saw it last: its line is not touched while that is enough. */
    private int availSeen;

    private int used;
    private int shown;
    private int asked;
    private boolean firstAnswer = true;

    SplitDeviceQueue(final RingSetup setup, final MemoryRegions regions, final FaultCounters faults) {
        super(setup, regions, faults);
        final RingParts parts = RingParts.of(setup, regions);
        ring = new SplitRing(parts);
        walker = new SplitWalker(setup, parts, fragments);
        sizeEntries = parts.sizeEntries();
        descriptors = parts.descriptors();
        eventIndex = setup.has(Features.EVENT_IDX);
        inOrder = setup.has(Features.IN_ORDER);
        avail = setup.availPosition() & MASK;
        availSeen = avail;
        used = setup.usedPosition() & MASK;
        shown = used;
        asked = used;
    }

    static int usedIndexInMemory(final RingSetup setup, final MemoryRegions regions) {
        if (setup.isPacked()) {
            throw new IllegalArgumentException("a packed ring's memory does not tell its position");
        }
        return new SplitRing(RingParts.of(setup, regions)).usedIndex();
    }

    @Override
    public int fetch(final int maxChains) {
        fragments.clear();
        final int ready = isBroken() ? 0 : ready(Math.min(maxChains, MAX_BURST));
        int n = 0;
        while (n < ready && fragments.hasRoom()) {
            if (walk(n, 0) == BROKEN) {
                return 0;
            }
            n++;
        }
        return n;
    }

    /** How many of the wanted chains there are. */
    private int ready(final int wanted) {
        final int ready = availSeen - avail & MASK;
        return ready >= wanted ? wanted : Math.min(wanted, look());
    }

    /** Reads the guest's index, once: how many chains there are. */
    private int look() {
        final int index = ring.availIndex();
        final int ready = index - avail & MASK;
        if (ready > sizeEntries) {
            breakRing(RingFault.AVAIL_JUMP);
            return 0;
        }
        availSeen = index;
        return ready;
    }

    /** Walks the chain that is so many behind the next. */
    private int walk(final int n, final int direction) {
        final int head = ring.head(avail + n);
        if (head >= sizeEntries) {
            breakRing(RingFault.HEAD_BEYOND_RING);
            fragments.clear();
            return BROKEN;
        }
        heads[n] = head;
        return walker.walk(head, direction);
    }

    @Override
    public void complete(final int count) {
        Objects.checkIndex(count, fragments.chains() + 1);
        if (count == 0 || isBroken()) {
            return;
        }
        putUsed(count);
        countFaults(count);
        advance(count);
        flush();
    }

    /** Elements for chains that were read. */
    private void putUsed(final int count) {
        if (inOrder) {
            // One element for all: the last one's head in the first one's slot (2.7.9).
            ring.putUsed(used, heads[count - 1], 0);
        } else {
            for (int i = 0; i < count; i++) {
                ring.putUsed(used + i, heads[i], 0);
            }
        }
    }

    @Override
    public int waiting(final int most) {
        return isBroken() ? 0 : ready(Math.min(most, MAX_BURST));
    }

    @Override
    int findPlain(
            final long[] sources, final int[] lengths, final int count, final int leastBytes, final int mostBytes) {
        final int from = avail;
        int n = 0;
        while (n < count) {
            final int head = ring.head(from + n);
            final long source =
                    head < sizeEntries ? walker.sourceAt(head, lengths, n, leastBytes, mostBytes) : MemoryRegions.BAD;
            if (source == MemoryRegions.BAD) {
                break;
            }
            sources[n] = source;
            heads[n] = head;
            n++;
        }
        return n;
    }

    @Override
    void usePlain(final int count) {
        putUsed(count);
        advance(count);
    }

    @Override
    public int writePlain(final long[] frames, final int[] lengths, final int from, final int to) {
        final int most = isBroken() ? 0 : ready(to - from);
        final int start = avail;
        final int firstUsed = used;
        int n = 0;
        while (n < most && lengths[from + n] > 0) {
            final int bytes = headerBytes + lengths[from + n];
            final int head = ring.head(start + n);
            final long room = head < sizeEntries ? walker.roomAt(head, bytes) : MemoryRegions.BAD;
            if (room == MemoryRegions.BAD) {
                break;
            }
            putPlain(room, frames[from + n], bytes - headerBytes);
            ring.putUsed(firstUsed + n, head, bytes);
            n++;
        }
        advance(n);
        return n;
    }

    @Override
    int walkWritable(final int n) {
        return ready(n + 1) > n ? walk(n, Descriptor.WRITE) : isBroken() ? BROKEN : NONE;
    }

    @Override
    boolean isWholeRing(final int n) {
        return n == sizeEntries;
    }

    @Override
    void use(final int count, final int lengthBytes) {
        int left = lengthBytes;
        for (int i = 0; i < count; i++) {
            final int part = Math.min(left, Math.max(0, fragments.chainBytes(i)));
            ring.putUsed(used + i, heads[i], part);
            left -= part;
        }
        advance(count);
    }

    @Override
    long nextRoom(final int neededBytes) {
        if (ready(1) == 0) {
            return MemoryRegions.BAD;
        }
        final int head = ring.head(avail);
        heads[0] = head;
        return head < sizeEntries ? walker.roomAt(head, neededBytes) : MemoryRegions.BAD;
    }

    @Override
    void useOne(final int lengthBytes) {
        ring.putUsed(used, heads[0], lengthBytes);
        advance(1);
    }

    private void advance(final int count) {
        avail = avail + count & MASK;
        used = used + count & MASK;
        fragments.clear();
    }

    @Override
    public void flush() {
        if (used != shown && !isBroken()) {
            ring.publishUsed(used);
            shown = used;
        }
    }

    @Override
    public boolean wantsNotification() {
        if (isBroken() || shown == asked && !firstAnswer) {
            return false;
        }
        // Pairs with the guest's fence between asking for notifications and its last look at the ring.
        VarHandle.fullFence();
        final boolean wants = firstAnswer || (eventIndex ? Events.passed(ring.usedEvent(), shown, asked) : isAsked());
        firstAnswer = false;
        asked = shown;
        return wants;
    }

    private boolean isAsked() {
        return (ring.availFlags() & SplitRing.NO_NOTIFY) == 0;
    }

    @Override
    public void suppressNotifications() {
        if (isBroken()) {
            return;
        }
        if (eventIndex) {
            ring.putAvailEvent(avail - 1); // passed already; the guest notifies once in 65536 chains
        } else {
            ring.putUsedFlags(SplitRing.NO_NOTIFY);
        }
    }

    @Override
    public boolean enableNotifications() {
        if (isBroken()) {
            return false;
        }
        if (eventIndex) {
            ring.putAvailEvent(avail);
        } else {
            ring.putUsedFlags(0);
        }
        // Pairs with the guest's fence between showing a buffer and its look at our wish.
        VarHandle.fullFence();
        return look() > 0;
    }

    @Override
    public RingLook inspect() {
        final int index = ring.availIndex();
        final int position = availPosition();
        final int count = Math.min(sizeEntries, RingLook.MOST_ENTRIES);
        final int from = position - Math.min(RingLook.ENTRIES_BEFORE, count / 4);
        final List<RingLook.Entry> entries = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            entries.add(entry(i, i >= position && i - position < (index - position & MASK)));
        }
        return new RingLook(
                false,
                sizeEntries,
                index,
                position,
                shown,
                eventIndex
                        ? ring.availEvent() == (position - 1 & MASK)
                                ? RingLook.SUPPRESSED
                                : RingLook.past(ring.availEvent())
                        : (ring.usedFlags() & SplitRing.NO_NOTIFY) == 0 ? RingLook.WANTED : RingLook.SUPPRESSED,
                eventIndex ? RingLook.past(ring.usedEvent()) : isAsked() ? RingLook.WANTED : RingLook.SUPPRESSED,
                entries);
    }

    private RingLook.Entry entry(final int place, final boolean waiting) {
        final int slot = place & sizeEntries - 1;
        final int head = ring.head(place);
        if (head >= sizeEntries) {
            return new RingLook.Entry(slot, head, 0, 0, 0, 0, waiting);
        }
        final long at = Memory.base(descriptors) + (long) head * Descriptor.BYTES;
        final long word = Memory.getLong(at + Descriptor.WORD);
        final int flags = Descriptor.splitFlags(word);
        return new RingLook.Entry(
                slot,
                head,
                Memory.getLong(at),
                Descriptor.length(word),
                flags,
                (flags & Descriptor.NEXT) == 0 ? 0 : Descriptor.splitNext(word),
                waiting);
    }

    @Override
    public int availPosition() {
        return avail - (used - shown) & MASK;
    }

    @Override
    public int usedPosition() {
        return shown;
    }

    @Override
    public int vringBase() {
        return RingSetup.vringBase(false, availPosition(), usedPosition());
    }
}
