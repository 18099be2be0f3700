// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.port.spread.TransmitRings;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.lcore.Lcore;

/**
 * What passed between lcores on the way out of a vif (deck p78, p79): each lcore's TX queue is what it handed to the one
 * that sends for it, its TX queue errors what found the ring full, its TX port what the device took from it, its own
 * packets and others'. Of an lcore without a queue TX packets = TX queue; over all lcores TX packets = TX port + TX port
 * errors of others' packets, but for what is on its way.
 */
final class TransmitReply {
    private TransmitReply() {}

    /** Writes them into the vif's reply. */
    static void complete(final VrInterface vif, final int core, final int lcores, final TransmitRings rings) {
        long handedOver = 0;
        long missed = 0;
        long sent = 0;
        long refused = 0;
        for (int lcore = 0; lcore < lcores; lcore++) {
            if (core == Traffic.ALL_CORES || core == Lcore.FIRST_NUMBER + lcore) {
                handedOver += rings.handedOverCount(lcore);
                missed += rings.missedCount(lcore);
                sent += rings.sentCount(lcore);
                refused += rings.refusedCount(lcore);
            }
        }
        vif.put(VrInterface.QUEUE_OPACKETS, handedOver).put(VrInterface.QUEUE_OERRORS, missed);
        if (core != Traffic.ALL_CORES) { // of all, the port has counted, for processes before this one too
            vif.put(VrInterface.PORT_OPACKETS, sent).put(VrInterface.PORT_OERRORS, refused);
        }
    }
}
