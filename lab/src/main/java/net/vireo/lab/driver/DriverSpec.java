// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.driver;

import net.vireo.port.Port;

/**
 * What a guest has and does.
 *
 * @param queuePairs of its device
 * @param ringEntries of each ring: a power of two
 * @param lookEveryUs how often it takes what has come; a slow guest looks seldom
 * @param load what it sends
 */
public record DriverSpec(int queuePairs, int ringEntries, int lookEveryUs, Load load) {
    /** As many entries as QEMU gives at most: what a machine that is busy with other things does not let overflow. */
    private static final int USUAL_ENTRIES = 1024;

    private static final int USUAL_LOOK_US = 1000;

    public DriverSpec {
        if (lookEveryUs < 1) {
            throw new IllegalArgumentException("a guest looks every microsecond at most, not every " + lookEveryUs);
        }
    }

    /**
     * What is sent.
     *
     * @param packetsPerSecond over all flows; 0 for a guest that only takes
     * @param burstPackets so many at once, at most 256
     * @param flows UDP flows with a source port each; each stays on one queue
     */
    public record Load(int packetsPerSecond, int burstPackets, int flows) {
        /** Nothing. */
        public static final Load NONE = new Load(0, 1, 1);

        private static final int MOST_PACKETS = Port.MAX_BURST_PACKETS;

        public Load {
            if (packetsPerSecond < 0 || burstPackets < 1 || burstPackets > MOST_PACKETS || flows < 1) {
                throw new IllegalArgumentException("a load of " + packetsPerSecond + " packets a second in bursts of "
                        + burstPackets + " over " + flows + " flows cannot be");
            }
        }

        /** Evenly: as many at once as fall due in two milliseconds. */
        public static Load even(final int packetsPerSecond, final int flows) {
            return new Load(packetsPerSecond, Math.max(1, packetsPerSecond / 500), flows);
        }

        /** Whether there is any. */
        boolean sends() {
            return packetsPerSecond > 0;
        }
    }

    /** A guest that sends, and takes what comes in time. */
    public static DriverSpec sender(final int queuePairs, final Load load) {
        return new DriverSpec(queuePairs, USUAL_ENTRIES, USUAL_LOOK_US, load);
    }

    /** A guest that only takes, in time. */
    public static DriverSpec sink(final int queuePairs) {
        return new DriverSpec(queuePairs, USUAL_ENTRIES, USUAL_LOOK_US, Load.NONE);
    }

    /** A guest with short rings that takes seldom what comes. */
    public static DriverSpec slow(final int ringEntries, final int lookEveryUs) {
        return new DriverSpec(1, ringEntries, lookEveryUs, Load.NONE);
    }
}
