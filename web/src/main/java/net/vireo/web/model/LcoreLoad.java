// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * What one lcore does.
 *
 * @param number as tools show it
 * @param cpu that it is pinned to, or -1
 * @param role {@code forwarding}, or {@code io} of one that only polls
 * @param busyAwakePercent of the time that it was awake, in which it had something to do: what {@code vireo status} shows
 * @param busyPercent of the time, in which it ran and had something to do
 * @param emptyPercent of the time, in which it ran and found nothing
 * @param asleepPercent of the time, in which it did not run
 * @param packets that it has processed
 * @param pps the same, a second
 * @param polledPps packets a second from the queues that it polls
 * @param packetsPerBurst in a burst that it processed; 0 when there was none
 * @param nsPerPacket what one costs while it is busy, sampled; 0 when none was
 */
public record LcoreLoad(
        int number,
        int cpu,
        String role,
        double busyAwakePercent,
        double busyPercent,
        double emptyPercent,
        double asleepPercent,
        long packets,
        long pps,
        long polledPps,
        double packetsPerBurst,
        double nsPerPacket) {}
