// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import net.vireo.linux.memory.Memory;

/**
 * The device side of a virtqueue (virtio 1.2, sections 2.6 to 2.8) whose other side is a guest that may lie: we take its
 * buffers, read or write them, and give them back, always in order. Used by one lcore at a time.
 *
 * <p><b>A guest transmits</b>: {@link #fetch} looks at a burst of chains, {@link #copyOut} copies from them,
 * {@link #complete} gives back as many as were dealt with; the others are fetched again next time. Or, for what nearly
 * all chains are, {@link #waiting}, {@link #readPlain} and {@link #completePlain}, which do less per packet.
 *
 * <p><b>A guest receives</b>: {@link #write} per packet or {@link #writePlain} for many, {@link #flush} per burst. A queue is
 * used in one of both ways.
 *
 * <p>Every descriptor is read once. Every address is translated with its whole length; a buffer that crosses from one
 * memory region to an adjacent one is split. What a guest does wrong is a {@link RingFault}: counted, never thrown. After
 * one that breaks the ring the queue does nothing any more.
 *
 * <p><b>Vanishing memory.</b> When the guest truncates its memory, any method here may end with an InternalError, or, in
 * compiled code, the caller may, some instructions later: values read meanwhile are zero or stale, which is no worse than
 * any other lie. Whoever runs bursts catches it around all of them, calls {@link #memoryGone}, and closes.
 */
public abstract class DeviceQueue {
    /** The most chains that one {@link #fetch} gives. */
    public static final int MAX_BURST = 64;
    /** The most fragments that we take of a chain, or write a packet to. */
    public static final int MAX_FRAGMENTS = 256;
    /** {@link #write}: the guest has made too few buffers available; nothing was taken. */
    public static final int NO_ROOM = 0;

    /** {@link #walkWritable}: there is no further chain. */
    static final int NONE = 0;
    /** A walk that broke the ring. */
    static final int BROKEN = Integer.MIN_VALUE;

    /** Offset of num_buffers in a header that has it. */
    private static final int NUM_BUFFERS = 10;
    /** The last four bytes of a long header that says nothing: csum_offset 0, num_buffers 1. */
    private static final int ONE_BUFFER = 1 << 16;
    /** So many bad chains are returned for one packet: no guest keeps us busy with them. */
    private static final int MAX_DISCARDS = 64;

    /** What {@link #fetch} and {@link #write} found. */
    final Fragments fragments;

    final int headerBytes;

    private final boolean mergeable;
    private final FaultCounters faults;
    /** Of {@link #readPlain}: where chains start, and how many were copied. */
    private final long[] sources = new long[MAX_BURST];

    private int read;
    private RingFault brokenBy;

    DeviceQueue(final RingSetup setup, final MemoryRegions regions, final FaultCounters faults) {
        mergeable = setup.has(Features.MRG_RXBUF);
        headerBytes = Features.headerBytes(setup.features());
        fragments = new Fragments(regions);
        this.faults = faults;
    }

    /**
     * Opens a ring. Called by a control thread; nothing is written to the ring.
     *
     * @param faults where to count; outlives the queue
     * @throws IllegalArgumentException when the size is not allowed, a part of the ring (its event index included) is
     *     not aligned or not wholly inside one region, or a position is outside the ring: the message says which
     */
    public static DeviceQueue open(final RingSetup setup, final MemoryRegions regions, final FaultCounters faults) {
        return setup.isPacked()
                ? new PackedDeviceQueue(setup, regions, faults)
                : new SplitDeviceQueue(setup, regions, faults);
    }

    /**
     * The used index that stands in a split ring's memory: what a data plane before us gave back. As chains are completed in
     * order, it is the position to go on from, for both positions, after a crash. For a control thread.
     *
     * @return 0 to 65535
     * @throws IllegalArgumentException as {@link #open}, and for a packed ring, whose memory does not tell
     */
    public static int publishedUsedIndex(final RingSetup setup, final MemoryRegions regions) {
        return SplitDeviceQueue.usedIndexInMemory(setup, regions);
    }

    /**
     * How many chains of a guest that transmits wait, for {@link #readPlain}; a guess that may be too high for a packed
     * ring.
     *
     * @param most what is wanted, at most {@link #MAX_BURST}
     */
    public abstract int waiting(int most);

    /**
     * Copies the next chains whole, network header and frame, as long as they are what nearly all are: one direct buffer
     * that fits. Nothing is kept of the one that ends it, which {@link #fetch} reads anew. {@link #completePlain} gives
     * back what was copied.
     *
     * @param destinations our own memory, one for each chain
     * @param lengths where the chains' lengths go, in bytes, network header included
     * @param count at most what {@link #waiting} answered
     * @param leastBytes a shorter chain is not plain
     * @param roomBytes at each destination; a longer chain is not plain
     * @return how many were copied
     */
    public final int readPlain(
            final long[] destinations,
            final int[] lengths,
            final int count,
            final int leastBytes,
            final int roomBytes) {
        // Two loops: the first one's misses, on descriptors, overlap, and the second one's, on buffers.
        final int n = isBroken() ? 0 : findPlain(sources, lengths, count, leastBytes, roomBytes);
        for (int i = 0; i < n; i++) {
            Memory.copyApart(Memory.base(sources[i]), Memory.base(destinations[i]), lengths[i]);
        }
        read = n;
        return n;
    }

    /** Gives back what {@link #readPlain} copied and shows that to the guest; then ask {@link #wantsNotification}. */
    public final void completePlain() {
        final int count = read;
        read = 0;
        if (count > 0 && !isBroken()) {
            usePlain(count);
            flush();
        }
    }

    /** Where the next chains are, as {@link #readPlain} wants them; notes what {@link #usePlain} will need. */
    abstract int findPlain(long[] sources, int[] lengths, int count, int leastBytes, int mostBytes);

    /** Gives back chains that {@link #findPlain} found; {@link #flush} shows it. */
    abstract void usePlain(int count);

    /**
     * Looks at the next chains of a guest that transmits. They are numbered from 0 until {@link #complete} or the next
     * fetch, and start with the network header.
     *
     * @param maxChains at most {@link #MAX_BURST} count
     * @return how many; fewer than there are when they have many fragments. 0 when broken
     */
    public abstract int fetch(int maxChains);

    /**
     * Bytes of a fetched chain, network header included: always more than the header's.
     *
     * @return the length, or the code of the {@link RingFault} for which the chain is to be dropped ({@link #complete}
     *     counts it)
     */
    public final int readableBytes(final int chain) {
        return fragments.chainBytes(chain);
    }

    /**
     * Copies bytes of a fetched chain.
     *
     * @param skipBytes bytes of the chain before those
     * @param destination our own memory
     * @throws IndexOutOfBoundsException when the chain does not have them
     */
    public final void copyOut(final int chain, final int skipBytes, final long destination, final int lengthBytes) {
        fragments.copyOut(chain, skipBytes, destination, lengthBytes);
    }

    /**
     * Gives the first chains of the last fetch back and shows that to the guest; then ask {@link #wantsNotification}.
     *
     * @param count 0 to what was fetched
     */
    public abstract void complete(int count);

    /**
     * Writes a packet into the next chain of a guest that receives, or into several when that is negotiated. Copies
     * nothing but header and packet. Shows nothing to the guest before {@link #flush}.
     *
     * @param header our own memory; its num_buffers field (offset 10) is set here if it has one. A header that stands
     *     just before its packet is copied with it at once
     * @param headerBytes 10 or 12, as negotiated
     * @param lengthBytes the packet without the header, at least 1
     * @return how many chains it took; {@link #NO_ROOM}; or the code of a {@link RingFault} for which this packet is lost
     *     (counted already)
     */
    public final int write(final long header, final int headerBytes, final long data, final int lengthBytes) {
        final int bytes = headerBytes + lengthBytes;
        final long room = isBroken() || header + headerBytes != data ? MemoryRegions.BAD : nextRoom(bytes);
        if (room == MemoryRegions.BAD) {
            return writeWalked(header, headerBytes, data, lengthBytes);
        }
        if (headerBytes > NUM_BUFFERS) {
            Memory.putShort(Memory.base(header) + NUM_BUFFERS, (short) 1);
        }
        Memory.copy(Memory.base(header), Memory.base(room), bytes);
        useOne(bytes);
        return 1;
    }

    /**
     * Writes packets whose header says nothing (whole, checksums complete), as long as each finds what nearly all find:
     * one direct buffer that holds it. The one that ends it is for {@link #write}. Shows nothing before {@link #flush}.
     *
     * @param frames our own memory
     * @param lengths in bytes, at least 1 each; 0 ends it
     * @return how many were written
     */
    public abstract int writePlain(long[] frames, int[] lengths, int from, int to);

    /** A header that says nothing, and the packet behind it, to a buffer of a guest that has room for both. */
    final void putPlain(final long room, final long frame, final int lengthBytes) {
        final long to = Memory.base(room);
        Memory.putLong(to, 0);
        if (headerBytes > NUM_BUFFERS) {
            Memory.putInt(to + Long.BYTES, ONE_BUFFER);
        } else {
            Memory.putShort(to + Long.BYTES, (short) 0);
        }
        Memory.copyApart(Memory.base(frame), Memory.base(to + headerBytes), lengthBytes);
    }

    /** The long way: any header, any chain, several chains. */
    private int writeWalked(final long header, final int headerBytes, final long data, final int lengthBytes) {
        final int taken = take(headerBytes + lengthBytes);
        if (taken > 0) {
            if (headerBytes > NUM_BUFFERS) {
                Memory.putShort(Memory.base(header) + NUM_BUFFERS, (short) taken);
            }
            fragments.copyIn(header, headerBytes, data, lengthBytes);
            use(taken, headerBytes + lengthBytes);
        }
        return taken;
    }

    /** Walks chains until they hold so many bytes. @return as {@link #write} */
    private int take(final int neededBytes) {
        if (isBroken()) {
            return brokenBy.code();
        }
        fragments.clear();
        int bytes = walkWritable(0);
        int n = 0;
        int discards = 0;
        long room = 0;
        while (bytes != NONE && bytes != BROKEN && discards < MAX_DISCARDS) {
            if (bytes < 0) {
                // What was taken goes with it: nobody may leave a chain out between those of one packet.
                faults.addCode(bytes);
                use(n + 1, 0);
                n = 0;
                room = 0;
                discards++;
            } else {
                n++;
                room += bytes;
                if (room >= neededBytes) {
                    return n;
                }
                if (!mergeable || n == MAX_FRAGMENTS || !fragments.hasRoom()) {
                    return tooSmall();
                }
            }
            bytes = walkWritable(n);
        }
        if (bytes == BROKEN) {
            return brokenBy.code();
        }
        return n > 0 && isWholeRing(n) ? tooSmall() : NO_ROOM;
    }

    private int tooSmall() {
        fragments.clear();
        faults.add(RingFault.BUFFER_TOO_SMALL);
        return RingFault.BUFFER_TOO_SMALL.code();
    }

    /** Walks the chain so many behind the next, for writing. @return bytes, {@link #NONE}, {@link #BROKEN}, or a fault */
    abstract int walkWritable(int n);

    /** Whether so many walked chains are all that the ring can hold. */
    abstract boolean isWholeRing(int n);

    /** Gives back the first walked chains, with so many bytes written over them; {@link #flush} shows it. */
    abstract void use(int count, int lengthBytes);

    /**
     * Where the next chain's buffer is, when it is what nearly every packet finds: one direct buffer that holds so many
     * bytes. Else {@link MemoryRegions#BAD}, and the chain is read anew: nothing that was read here is kept.
     */
    abstract long nextRoom(int neededBytes);

    /** Gives back the chain of {@link #nextRoom}, with so many bytes written to it; {@link #flush} shows it. */
    abstract void useOne(int lengthBytes);

    /** Counts the faults of the first fetched chains. */
    final void countFaults(final int count) {
        if (!fragments.hasFaults()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            final int bytes = fragments.chainBytes(i);
            if (bytes < 0) {
                faults.addCode(bytes);
            }
        }
    }

    /** Shows the guest what was written; then ask {@link #wantsNotification}. Without news it does nothing. */
    public abstract void flush();

    /**
     * Whether the guest wants to hear of what was shown to it since the last question. The first answer after opening is
     * yes: what a data plane before us showed was perhaps not told.
     */
    public abstract boolean wantsNotification();

    /** Asks the guest not to notify us: we poll. It may do so still. */
    public abstract void suppressNotifications();

    /**
     * Asks the guest to notify us of the next buffer.
     *
     * @return whether there is one already: then it may not notify, look again before sleeping
     */
    public abstract boolean enableNotifications();

    /** The next buffer to take that was not completed or flushed; a position as in {@link RingSetup}. */
    public abstract int availPosition();

    /** The next place to give one back; a position as in {@link RingSetup}. */
    public abstract int usedPosition();

    /** Both positions as GET_VRING_BASE answers them (fact sheet vhost-user 5). */
    public abstract int vringBase();

    /**
     * Looks at the ring without a change to it, for people; whatever stands there, it only is shown. For a control thread, which
     * keeps everybody else away meanwhile.
     */
    public abstract RingLook inspect();

    /** Whether the guest broke the ring: the queue does nothing any more. */
    public final boolean isBroken() {
        return brokenBy != null;
    }

    /** What broke the ring; null while nothing did. */
    public final RingFault brokenBy() {
        return brokenBy;
    }

    /** The faults so far. */
    public final FaultCounters faults() {
        return faults;
    }

    /**
     * Called by who caught an InternalError: the queue is broken from here on, by {@link RingFault#MEMORY_GONE}, whatever
     * we took the zeros for that came instead of the guest's values.
     */
    public final void memoryGone() {
        if (brokenBy != RingFault.MEMORY_GONE) {
            brokenBy = RingFault.MEMORY_GONE;
            faults.add(RingFault.MEMORY_GONE);
        }
    }

    final void breakRing(final RingFault fault) {
        if (brokenBy == null) {
            brokenBy = fault;
            faults.add(fault);
        }
    }
}
