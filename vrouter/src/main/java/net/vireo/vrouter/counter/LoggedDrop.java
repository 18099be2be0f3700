// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/**
 * A packet that was dropped.
 *
 * @param number which drop of its lcore it was, from 1
 * @param epochNs when, nanoseconds since 1970, as exact as the lcore's cycle
 * @param lcoreNumber the lcore, as tools show it
 * @param vif the vif that it came in on
 * @param nexthopId the next hop that it had reached, or -1
 * @param lengthBytes its whole length
 * @param head its first bytes; the caller's own
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier; nobody compares drops
public record LoggedDrop(
        long number,
        long epochNs,
        DropReason reason,
        int lcoreNumber,
        int vif,
        int nexthopId,
        int lengthBytes,
        byte[] head) {}
