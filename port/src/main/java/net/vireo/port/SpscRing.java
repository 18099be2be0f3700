// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/**
 * Hands longs (packets, mostly) from one thread to another: a bounded ring with one producer and one consumer. Nothing
 * blocks, nothing allocates.
 *
 * <p>Indexes run freely and wrap by mask. Each side keeps its index and its last view of the other's on cache lines of
 * its own, and looks at the other side's line only when that view says full (or empty). Memory order is in the names of
 * the accessors: {@code lp} plain load of one's own index, {@code la} acquire load of the other side's, {@code sr}
 * release store. The producer's release of its index pairs with the consumer's acquire: whoever sees the index sees the
 * elements, and whatever the producer wrote to the packets before. The consumer's release pairs with the producer's
 * acquire in the same way: a slot is overwritten only after it was read.
 *
 * <p>{@link #enqueuedCount} and {@link #dequeuedCount} balance the ledger between two lcores.
 */
public final class SpscRing extends SpscRingConsumer {
    private static final int MAX_CAPACITY = 1 << 24;

    /**
     * @param capacity a power of two, 2 or more
     */
    public SpscRing(final int capacity) {
        super(new long[checked(capacity)]);
    }

    private static int checked(final int capacity) {
        if (capacity < 2 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "ring capacity must be a power of two in 2.." + MAX_CAPACITY + ": " + capacity);
        }
        return capacity;
    }

    /** How many elements fit. */
    public int capacity() {
        return elements.length;
    }

    /** Puts one element in. Producer thread. @return false when the ring is full */
    public boolean offer(final long element) {
        final long index = lpProducerIndex();
        if (free(index, 1) == 0) {
            return false;
        }
        elements[(int) index & mask] = element;
        srProducerIndex(index + 1);
        return true;
    }

    /**
     * Puts {@code source[from .. from + count - 1]} in, in order, as many as fit. Producer thread.
     *
     * @return how many went in
     */
    public int offer(final long[] source, final int from, final int count) {
        final long index = lpProducerIndex();
        final int n = free(index, count);
        for (int i = 0; i < n; i++) {
            elements[(int) (index + i) & mask] = source[from + i];
        }
        srProducerIndex(index + n);
        return n;
    }

    /**
     * Takes up to {@code count} elements out into {@code target} from index {@code at}. Consumer thread.
     *
     * @return how many came out
     */
    public int poll(final long[] target, final int at, final int count) {
        final long index = lpConsumerIndex();
        final int n = available(index, count);
        for (int i = 0; i < n; i++) {
            target[at + i] = elements[(int) (index + i) & mask];
        }
        srConsumerIndex(index + n);
        return n;
    }

    /** How many elements are inside, as far as the calling thread can see; never negative. Any thread. */
    public int size() {
        // Consumer first: the producer's index can then only be newer, and the difference not negative.
        final long consumed = laConsumerIndex();
        return (int) Math.min(laProducerIndex() - consumed, elements.length);
    }

    /** How many elements ever went in. Any thread. */
    public long enqueuedCount() {
        return laProducerIndex();
    }

    /** How many elements ever came out. Any thread. */
    public long dequeuedCount() {
        return laConsumerIndex();
    }

    private int free(final long index, final int wanted) {
        final long full = index + wanted - elements.length;
        if (seenConsumerIndex < full) {
            seenConsumerIndex = laConsumerIndex();
        }
        return (int) Math.min(wanted, seenConsumerIndex + elements.length - index);
    }

    private int available(final long index, final int wanted) {
        if (seenProducerIndex - index < wanted) {
            seenProducerIndex = laProducerIndex();
        }
        return (int) Math.min(wanted, seenProducerIndex - index);
    }
}
