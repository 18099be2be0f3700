// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The fields that the producer of an {@link SpscRing} writes; then a cache line pair of distance. */
@SuppressWarnings("unused") // the padding is there to be there
abstract sealed class SpscRingProducer extends SpscRingElements permits SpscRingConsumer {
    private static final VarHandle PRODUCER_INDEX;

    static {
        try {
            PRODUCER_INDEX = MethodHandles.lookup()
                    .findVarHandle(SpscRingProducer.class, "producerIndex", long.class)
                    .withInvokeExactBehavior();
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The producer's last view of the consumer's index. */
    long seenConsumerIndex;

    private long producerIndex;

    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    SpscRingProducer(final long[] elements) {
        super(elements);
    }

    final long lpProducerIndex() {
        return producerIndex;
    }

    final long laProducerIndex() {
        return (long) PRODUCER_INDEX.getAcquire(this);
    }

    final void srProducerIndex(final long index) {
        PRODUCER_INDEX.setRelease(this, index);
    }
}
