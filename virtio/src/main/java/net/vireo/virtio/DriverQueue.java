// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * The driver side of a virtqueue (virtio 1.2, sections 2.6 to 2.8): gives a device buffers, gets them back. For our own
 * virtio-user port and for tests. Used by one thread at a time.
 *
 * <p>The device may lie too: an index that jumps, or a buffer that it does not have, breaks the ring ({@link #isBroken});
 * a length that is too long counts as 0. Both are counted.
 */
public abstract class DriverQueue {
    /** {@link #add}: too few free descriptors; nothing was added. */
    public static final int NO_ROOM = -1;
    /** The most fragments of a buffer that is added through an indirect table. */
    public static final int MAX_INDIRECT = 64;

    private final FaultCounters faults = new FaultCounters();
    private RingFault brokenBy;

    /** What the device has. */
    final Outstanding outstanding;

    private final boolean inOrder;
    /** The buffer that the device named last, while not all before it were collected. */
    private int batchLast = -1;

    private long batchBytes;

    DriverQueue(final int sizeEntries, final long features) {
        outstanding = new Outstanding(sizeEntries);
        inOrder = Features.has(features, Features.IN_ORDER);
    }

    /** Bytes that a ring needs, its indirect tables included when the features have them. */
    public static long bytesNeeded(final int sizeEntries, final long features) {
        return DriverLayout.of(sizeEntries, features).lengthBytes();
    }

    /**
     * Makes a ring in memory, which is cleared: all descriptors are free, both sides start at their first position.
     *
     * @param sizeEntries 1 to 32768; a power of two unless packed
     * @param features what was negotiated: RING_PACKED, INDIRECT_DESC, EVENT_IDX, IN_ORDER matter
     * @param memory 16-byte aligned, of {@link #bytesNeeded}
     * @param guestAddress how the device knows the first byte of that memory (indirect tables are named by it)
     */
    public static DriverQueue create(
            final int sizeEntries, final long features, final long memory, final long guestAddress) {
        final DriverLayout layout = DriverLayout.of(sizeEntries, features);
        return Features.has(features, Features.RING_PACKED)
                ? new PackedDriverQueue(layout, features, memory, guestAddress)
                : new SplitDriverQueue(layout, features, memory, guestAddress);
    }

    /** Where the descriptors are, in our memory; for SET_VRING_ADDR. */
    public abstract long descriptorAddress();

    /** Where the available ring or the driver event area is, in our memory. */
    public abstract long driverAddress();

    /** Where the used ring or the device event area is, in our memory. */
    public abstract long deviceAddress();

    /** Descriptors that are free. */
    public abstract int freeCount();

    /**
     * Adds a buffer of one fragment; {@link #publish} shows it to the device.
     *
     * @param guestAddress as the device knows it
     * @param lengthBytes up to 2^32 - 1
     * @param writable whether the device writes it
     * @return the buffer's id, 0 to size - 1, unique while the device has it; or {@link #NO_ROOM}
     */
    public abstract int add(long guestAddress, int lengthBytes, boolean writable);

    /**
     * Adds a buffer of several fragments, chained.
     *
     * @param readable how many of them the device reads; those come first
     * @param count of all, at least 1
     * @return as {@link #add(long, int, boolean)}
     */
    public abstract int add(long[] guestAddresses, int[] lengthsBytes, int readable, int count);

    /**
     * As {@link #add(long[], int[], int, int)}, in an indirect table: takes one descriptor. INDIRECT_DESC must be
     * negotiated.
     *
     * @param count 1 to the lesser of {@link #MAX_INDIRECT} and the ring's size
     */
    public abstract int addIndirect(long[] guestAddresses, int[] lengthsBytes, int readable, int count);

    /** Shows the device what was added; then ask {@link #wantsNotification}. */
    public abstract void publish();

    /** Whether the device wants to hear of what was published since the last question. */
    public abstract boolean wantsNotification();

    /** Asks the device not to notify us: we poll. */
    public abstract void suppressNotifications();

    /** Asks the device to notify us of the next used buffer. @return whether there is one already: look again */
    public abstract boolean enableNotifications();

    /**
     * Gets used buffers back, in the device's order.
     *
     * @param ids their ids
     * @param lengthsBytes what the device wrote to each; where it gave several back at once (IN_ORDER) all of the
     *     buffer's writable bytes for all but the last
     * @return how many, at most the arrays' length
     */
    public abstract int collect(int[] ids, int[] lengthsBytes);

    /** Whether the device broke the ring. */
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

    final void breakRing(final RingFault fault) {
        if (brokenBy == null) {
            brokenBy = fault;
            faults.add(fault);
        }
    }

    /** Whether a used element was read whose buffers are not all collected. */
    final boolean isBatchOpen() {
        return batchLast >= 0;
    }

    /** Takes what the device said. @return false when it lied, which breaks the ring */
    final boolean openBatch(final int id, final long lengthBytes) {
        if (!outstanding.has(id)) {
            breakRing(RingFault.USED_UNKNOWN);
            return false;
        }
        batchLast = id;
        batchBytes = lengthBytes;
        return true;
    }

    /** In order, one element stands for all up to its buffer (2.7.9, 2.8.10). */
    final int nextOfBatch() {
        return inOrder ? outstanding.oldest() : batchLast;
    }

    /** Bytes that the device wrote to a buffer of the batch. */
    final int lengthOf(final int id) {
        final long capacity = outstanding.writableBytes(id);
        if (id != batchLast) {
            return (int) capacity;
        }
        if (batchBytes <= capacity) {
            return (int) batchBytes;
        }
        if (capacity > 0) { // old devices say something for buffers that they only read
            faults.add(RingFault.USED_TOO_LONG);
        }
        return 0;
    }

    final void closeBatchAt(final int id) {
        outstanding.leave(id);
        if (id == batchLast) {
            batchLast = -1;
        }
    }

    static long writableBytes(final int[] lengthsBytes, final int readable, final int count) {
        long bytes = 0;
        for (int i = readable; i < count; i++) {
            bytes += Integer.toUnsignedLong(lengthsBytes[i]);
        }
        return bytes;
    }

    static void requireCount(final int count, final int most) {
        if (count < 1 || count > most) {
            throw new IllegalArgumentException("a buffer of %d fragments: 1 to %d".formatted(count, most));
        }
    }
}
