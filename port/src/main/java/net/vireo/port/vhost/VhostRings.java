// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.util.Arrays;

/** Which rings of a port are in use now: published by the control thread, read by lcores. */
final class VhostRings {
    private static final VhostRing[] NONE = {};

    private final RingRecords records;
    private final VhostRing[] all;
    private volatile VhostRing[] open = NONE;

    /** By queue pair, whether its guest sends. Never changed once it is here. */
    private volatile boolean[] receiving;

    VhostRings(final int queuePairs, final RingRecords records) {
        this.records = records;
        all = new VhostRing[2 * queuePairs];
        for (int i = 0; i < all.length; i++) {
            all[i] = new VhostRing(i, records.record(i));
        }
        receiving = new boolean[queuePairs];
    }

    /** Where packed rings stand. */
    RingRecords records() {
        return records;
    }

    /** All rings, by the guest's numbers. */
    VhostRing[] all() {
        return all.clone();
    }

    /** The ring on which the guest transmits, of a queue pair. */
    VhostRing receiveRing(final int pair) {
        return all[2 * pair + 1];
    }

    /** The ring for what an lcore sends, or null when there is none. Nothing allocates. */
    VhostRing transmitRing(final int lcoreIndex) {
        final VhostRing[] now = open;
        return now.length == 0 ? null : now[lcoreIndex % now.length];
    }

    /** Whether there is somebody to take packets. */
    boolean isOpen() {
        return open.length > 0;
    }

    /** How many queue pairs take packets for the guest. */
    int openCount() {
        return open.length;
    }

    /** One more than the highest queue pair whose ring the guest transmits on. Any thread. */
    int runningReceiveRings() {
        int pairs = all.length / 2;
        while (pairs > 0 && !receiveRing(pairs - 1).runs()) {
            pairs--;
        }
        return pairs;
    }

    /** Whether the guest runs the ring it transmits on, of a queue pair, and has enabled it. Any thread. */
    boolean isReceiving(final int pair) {
        return receiving[pair];
    }

    /** Looks at all rings anew. {@link VhostControl}'s thread, the only one that changes them. */
    void refresh() {
        final VhostRing[] found = new VhostRing[all.length];
        int n = 0;
        for (int i = 0; i < all.length; i += 2) {
            if (all[i].runs() && all[i].isEnabled()) {
                found[n++] = all[i];
            }
        }
        open = Arrays.copyOf(found, n);
        final boolean[] sending = new boolean[all.length / 2];
        for (int pair = 0; pair < sending.length; pair++) {
            sending[pair] = receiveRing(pair).runs() && receiveRing(pair).isEnabled();
        }
        receiving = sending;
    }

    void close() {
        for (final VhostRing ring : all) {
            ring.close();
        }
        records.close();
    }
}
