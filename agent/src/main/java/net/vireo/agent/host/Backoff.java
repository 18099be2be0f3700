// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.util.concurrent.locks.LockSupport;

/**
 * How long to wait before what failed is tried again: longer each time, so that a lack that lasts (of descriptors, of memory)
 * costs no processor. One thread.
 */
final class Backoff {
    private static final long FIRST_NS = 10_000_000L;
    private static final long LONGEST_NS = 1_000_000_000L;

    private long nextNs = FIRST_NS;

    /** It worked: the next failure is the first. */
    void worked() {
        nextNs = FIRST_NS;
    }

    /** It failed: waits. */
    void failed() {
        LockSupport.parkNanos(next());
    }

    /** How long to wait after one more failure, in nanoseconds. */
    long next() {
        final long waitNs = nextNs;
        nextNs = Math.min(2 * waitNs, LONGEST_NS);
        return waitNs;
    }
}
