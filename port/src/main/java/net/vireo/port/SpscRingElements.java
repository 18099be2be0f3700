// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/** What both sides of an {@link SpscRing} read and nobody changes; then a cache line pair of distance. */
@SuppressWarnings("unused") // the padding is there to be there
abstract sealed class SpscRingElements permits SpscRingProducer {
    final long[] elements;
    final int mask;

    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    SpscRingElements(final long[] elements) {
        this.elements = elements;
        mask = elements.length - 1;
    }
}
