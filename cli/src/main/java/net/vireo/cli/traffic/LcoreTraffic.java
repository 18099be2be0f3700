// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.traffic;

/**
 * What one lcore did with packets.
 *
 * @param lcore its number
 * @param polled from the queues that it polls
 * @param fromOthers taken over from other lcores
 * @param toOthers polled and handed on to other lcores
 * @param ringFull polled and lost because the ring to another lcore was full
 * @param processed given to its graph
 * @param outOfTunnels opened by it
 * @param intoTunnels put by it in a tunnel
 * @param dropped by it, whatever the reason
 */
record LcoreTraffic(
        int lcore,
        long polled,
        long fromOthers,
        long toOthers,
        long ringFull,
        long processed,
        long outOfTunnels,
        long intoTunnels,
        long dropped) {
    LcoreTraffic plus(final LcoreTraffic other) {
        return new LcoreTraffic(
                lcore,
                polled + other.polled,
                fromOthers + other.fromOthers,
                toOthers + other.toOthers,
                ringFull + other.ringFull,
                processed + other.processed,
                outOfTunnels + other.outOfTunnels,
                intoTunnels + other.intoTunnels,
                dropped + other.dropped);
    }
}
