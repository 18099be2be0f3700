// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

/**
 * How many ICMP errors an lcore makes (RFC 1812 4.3.2.8; RFC 4443 2.4 f demands a limit): a bucket of {@value #BURST} that
 * gets one more each millisecond. A guest that floods what cannot be delivered is told often enough, and costs no second
 * packet for each of its first.
 */
final class IcmpRate {
    static final int BURST = 100;

    private int left = BURST;
    private int lastMs;

    /**
     * Takes one from the bucket.
     *
     * @param nowMs milliseconds that may wrap
     * @return whether there was one
     */
    boolean take(final int nowMs) {
        final int passedMs = nowMs - lastMs;
        if (passedMs != 0) {
            lastMs = nowMs;
            // A clock that wrapped, or the first call: the bucket is full again.
            left = passedMs < 0 || passedMs > BURST ? BURST : Math.min(BURST, left + passedMs);
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
