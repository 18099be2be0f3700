// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * Run-time settings that lcores look at. Written by the control thread, read by any thread. Values are a client's, within
 * what an int holds: whoever uses one says what it makes of a negative or a huge one.
 *
 * @param clampFromGuest whether the TCP MSS of guests' connections is lowered on the way out
 * @param clampToGuest whether it is lowered on the way to the guest
 * @param flowHoldLimit how many flows may wait for a decision
 * @param burstTokens how many flows may go beyond that for a while
 * @param burstIntervalMs how often tokens come back, 0 when they do not
 * @param burstStep how many of them come back at once
 * @param closeOnAnyReset whether a TCP reset closes a flow without a look at its sequence number
 * @param tagPriority whether frames to the fabric carry their priority in a tag with VLAN 0
 */
public record Settings(
        boolean clampFromGuest,
        boolean clampToGuest,
        int flowHoldLimit,
        int burstTokens,
        int burstIntervalMs,
        int burstStep,
        boolean closeOnAnyReset,
        boolean tagPriority) {
    /** As Contrail's DPDK data plane starts. */
    public static final Settings DEFAULT = new Settings(true, true, 1000, 0, 0, 0, false, false);

    /** The defaults but for MSS clamping. */
    public Settings(final boolean clampFromGuest, final boolean clampToGuest) {
        this(
                clampFromGuest,
                clampToGuest,
                DEFAULT.flowHoldLimit,
                DEFAULT.burstTokens,
                DEFAULT.burstIntervalMs,
                DEFAULT.burstStep,
                DEFAULT.closeOnAnyReset,
                DEFAULT.tagPriority);
    }

    /** The same, but for {@link #closeOnAnyReset}. */
    public Settings closingOnAnyReset(final boolean any) {
        return new Settings(
                clampFromGuest, clampToGuest, flowHoldLimit, burstTokens, burstIntervalMs, burstStep, any, tagPriority);
    }
}
