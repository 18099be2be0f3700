// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The fields that the consumer of an {@link SpscRing} writes; then a cache line pair of distance. */
@SuppressWarnings("unused") // the padding is there to be there
abstract sealed class SpscRingConsumer extends SpscRingProducer permits SpscRing {
    private static final VarHandle CONSUMER_INDEX;

    static {
        try {
            CONSUMER_INDEX = MethodHandles.lookup()
                    .findVarHandle(SpscRingConsumer.class, "consumerIndex", long.class)
                    .withInvokeExactBehavior();
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The consumer's last view of the producer's index. */
    long seenProducerIndex;

    private long consumerIndex;

    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    SpscRingConsumer(final long[] elements) {
        super(elements);
    }

    final long lpConsumerIndex() {
        return consumerIndex;
    }

    final long laConsumerIndex() {
        return (long) CONSUMER_INDEX.getAcquire(this);
    }

    final void srConsumerIndex(final long index) {
        CONSUMER_INDEX.setRelease(this, index);
    }
}
