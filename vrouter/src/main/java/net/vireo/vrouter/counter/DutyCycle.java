// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.util.function.ToLongFunction;

/**
 * What an lcore's loop did with its time while it was awake. Cycles are of very different length, those that find nothing
 * being the short ones: their number alone says little. So one in {@value #CYCLES_PER_TIMED} is timed. Immutable.
 *
 * @param cycles of the loop
 * @param busyCycles that moved a packet or ran a command
 * @param timedBusyCycles of those, how many were timed
 * @param timedBusyPackets packets received in them
 * @param timedBusyNs how long they took
 * @param timedIdleCycles others that were timed
 * @param timedIdleNs how long these took
 */
public record DutyCycle(
        long cycles,
        long busyCycles,
        long timedBusyCycles,
        long timedBusyPackets,
        long timedBusyNs,
        long timedIdleCycles,
        long timedIdleNs) {
    /** Two readings of the clock cost some 40 ns, so a cycle pays less than 1. A power of two. */
    public static final int CYCLES_PER_TIMED = 64;

    /** Of one lcore, since it started. */
    public static DutyCycle of(final ToLongFunction<LcoreCounter> counters) {
        return new DutyCycle(
                counters.applyAsLong(LcoreCounter.CYCLES),
                counters.applyAsLong(LcoreCounter.BUSY_CYCLES),
                counters.applyAsLong(LcoreCounter.TIMED_BUSY_CYCLES),
                counters.applyAsLong(LcoreCounter.TIMED_BUSY_PACKETS),
                counters.applyAsLong(LcoreCounter.TIMED_BUSY_NS),
                counters.applyAsLong(LcoreCounter.TIMED_IDLE_CYCLES),
                counters.applyAsLong(LcoreCounter.TIMED_IDLE_NS));
    }

    /** What it did between an earlier reading and this one; nothing where a counter began anew. */
    public DutyCycle since(final DutyCycle before) {
        return new DutyCycle(
                Math.max(0, cycles - before.cycles),
                Math.max(0, busyCycles - before.busyCycles),
                Math.max(0, timedBusyCycles - before.timedBusyCycles),
                Math.max(0, timedBusyPackets - before.timedBusyPackets),
                Math.max(0, timedBusyNs - before.timedBusyNs),
                Math.max(0, timedIdleCycles - before.timedIdleCycles),
                Math.max(0, timedIdleNs - before.timedIdleNs));
    }

    /** Of the time that it was awake, the share in which it had something to do, 0 to 1. */
    public double busyShare() {
        if (busyCycles == 0 || cycles == 0) {
            return 0;
        }
        if (timedBusyCycles == 0 || timedIdleCycles == 0) {
            return (double) Math.min(busyCycles, cycles) / cycles; // too few to know better
        }
        final double busyNs = (double) timedBusyNs / timedBusyCycles * busyCycles;
        final double idleNs = (double) timedIdleNs / timedIdleCycles * Math.max(0, cycles - busyCycles);
        return busyNs + idleNs > 0 ? busyNs / (busyNs + idleNs) : 0;
    }

    /** What a packet costs the lcore while it is busy, nanoseconds; 0 when none was timed. */
    public double nsPerPacket() {
        return timedBusyPackets == 0 ? 0 : (double) timedBusyNs / timedBusyPackets;
    }

    /** Packets that a busy cycle finds; 0 when none was timed. */
    public double packetsPerBusyCycle() {
        return timedBusyCycles == 0 ? 0 : (double) timedBusyPackets / timedBusyCycles;
    }
}
