// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.port.balance.BalancedPort;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.lcore.Lcore;

/**
 * What passed between lcores behind a vif (deck p78, p79): each lcore's RX port is what it polled, its RX queue what it
 * took over from others, its queue errors what it polled for others whose rings were full. Over all lcores, RX port = RX
 * packets + RX queue errors, but for what is on its way.
 */
final class BalanceReply {
    private BalanceReply() {}

    /** Writes them into the vif's reply. */
    static void complete(final VrInterface vif, final int core, final BalancedPort port) {
        final int lcores = port.lcoreCount();
        final long[] missedTo = new long[lcores];
        long taken = 0;
        long polled = 0;
        long missed = 0;
        for (int lcore = 0; lcore < port.rxQueueCount(); lcore++) {
            if (core == Traffic.ALL_CORES || core == number(lcore, lcores)) {
                taken += port.takenCount(lcore);
                polled += port.polledCount(lcore);
                for (int to = 0; to < lcores; to++) {
                    missedTo[to] += port.missedCount(lcore, to);
                    missed += port.missedCount(lcore, to);
                }
            }
        }
        vif.put(VrInterface.PORT_IPACKETS, polled)
                .put(VrInterface.QUEUE_IPACKETS, taken)
                .put(VrInterface.QUEUE_IERRORS, missed)
                .put(VrInterface.QUEUE_IERRORS_TO_LCORE, missedTo);
    }

    /** Those that only poll come behind those that process, and have numbers of their own. */
    private static int number(final int index, final int lcores) {
        return index < lcores ? Lcore.FIRST_NUMBER + index : Lcore.FIRST_IO_NUMBER + index - lcores;
    }
}
