// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import net.vireo.port.Port;
import net.vireo.port.balance.BalanceMode;
import net.vireo.port.balance.BalancedPort;
import net.vireo.port.balance.LoadBalance;
import net.vireo.port.balance.Origin;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.table.Vif;

/**
 * Puts internal load balancing in front of what guests and the fabric send. Control thread.
 *
 * @param mode where it is none at the start, lcores have no rings and it stays so
 * @param lcores how many forward
 * @param io how many only poll
 * @param ringPackets capacity of each ring
 */
record Balancing(BalanceMode mode, PacketPool pool, int lcores, int io, int ringPackets) {
    /**
     * The port that lcores are to receive from.
     *
     * @param pollers by queue of the device, the index of the lcore that polls it, among those that may
     * @return the device itself where there is nothing to balance: one lcore, the host's and the agent's vifs
     */
    Port over(final Vif vif, final Port device, final int[] pollers) {
        if (io > 0 && isPolledByIo(vif)) {
            final Origin origin = vif.type() == Vif.TYPE_PHYSICAL ? Origin.FABRIC : Origin.GUEST;
            return BalancedPort.behindPollers(device, pool, lcores, io, pollers, origin, ringPackets);
        }
        if (lcores == 1 || mode.initial() == LoadBalance.NONE) {
            return device;
        }
        return switch (vif.type()) {
            case Vif.TYPE_VIRTUAL -> BalancedPort.over(device, pool, lcores, pollers, Origin.GUEST, mode, ringPackets);
            case Vif.TYPE_PHYSICAL ->
                BalancedPort.over(device, pool, lcores, pollers, Origin.FABRIC, mode, ringPackets);
            default -> device;
        };
    }

    /** Whether a vif's queues are polled by lcores that do nothing else: the host's and the agent's never are. */
    boolean isPolledByIo(final Vif vif) {
        return io > 0 && (vif.type() == Vif.TYPE_PHYSICAL || vif.type() == Vif.TYPE_VIRTUAL);
    }
}
