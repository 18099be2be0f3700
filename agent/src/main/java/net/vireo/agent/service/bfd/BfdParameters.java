// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

/**
 * What a session wishes.
 *
 * @param desiredMinTxUs between our packets while it is up, microseconds
 * @param requiredMinRxUs between the other side's, microseconds
 * @param detectMultiplier packets that may be missed
 */
public record BfdParameters(long desiredMinTxUs, long requiredMinRxUs, int detectMultiplier) {
    /** Faster, the agent would be busy with nothing else. */
    public static final long MIN_INTERVAL_US = 50_000;

    private static final long MAX_INTERVAL_US = 60_000_000;

    public BfdParameters {
        check("desired transmit interval", desiredMinTxUs, MIN_INTERVAL_US, MAX_INTERVAL_US, " us");
        check("required receive interval", requiredMinRxUs, MIN_INTERVAL_US, MAX_INTERVAL_US, " us");
        check("detection multiplier", detectMultiplier, 1, 255, "");
    }

    private static void check(final String what, final long value, final long min, final long max, final String unit) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "BFD: a " + what + " of " + value + unit + "; it is " + min + " to " + max + unit);
        }
    }
}
