// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.util.Arrays;
import net.vireo.port.Port;
import net.vireo.port.TxQueue;
import net.vireo.port.count.OwnedCounters;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * One lcore's way out of a bond, over a transmit queue of its own for each member. While no member is up it takes
 * nothing, as a device without a link.
 */
final class BondSender implements TxQueue {
    private static final int WITHOUT_LINK = 0;

    private final BondPort bond;
    private final PacketPool pool;
    private final TxQueue[] members;
    private final OwnedCounters counters = new OwnedCounters(1);
    private final long[][] staged;
    private final int[] stagedCounts;
    private final int[] refusedFrom;
    private final int[] memberOf = new int[Port.MAX_BURST_PACKETS];

    BondSender(final BondPort bond, final PacketPool pool, final TxQueue[] members) {
        this.bond = bond;
        this.pool = pool;
        this.members = members.clone();
        staged = new long[members.length][Port.MAX_BURST_PACKETS];
        stagedCounts = new int[members.length];
        refusedFrom = new int[members.length];
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        final BondState state = bond.state();
        if (state.usable().length == 0) {
            counters.add(WITHOUT_LINK, count);
            return 0;
        }
        if (bond.mode() == BondMode.ACTIVE_BACKUP || state.usable().length == 1) {
            return members[state.active()].transmit(cache, packets, count);
        }
        stage(packets, count, state.usable());
        final int taken = transmitStaged(cache);
        if (taken < count) {
            putRefusedBack(packets, count, taken);
        }
        return taken;
    }

    /** Packets that came while no member was up. Any thread. */
    long withoutLinkCount() {
        return counters.value(WITHOUT_LINK);
    }

    private void stage(final long[] packets, final int count, final int[] usable) {
        Arrays.fill(stagedCounts, 0);
        for (int i = 0; i < count; i++) {
            final long packet = packets[i];
            final int hash = BondHash.of(pool.dataAddress(packet), PacketRef.length(packet));
            final int member = usable[hash % usable.length];
            memberOf[i] = member;
            staged[member][stagedCounts[member]++] = packet;
        }
    }

    private int transmitStaged(final PoolCache cache) {
        int taken = 0;
        for (int member = 0; member < members.length; member++) {
            refusedFrom[member] = 0;
            if (stagedCounts[member] > 0) {
                refusedFrom[member] = members[member].transmit(cache, staged[member], stagedCounts[member]);
                taken += refusedFrom[member];
            }
        }
        return taken;
    }

    /**
     * Puts what members refused at the end of the burst in its old order. Each member left its refused packets behind
     * those it took, in order: so a packet was refused if it is the next of its member's. From the back, because the
     * places of packets that are still to be compared lie in front.
     */
    private void putRefusedBack(final long[] packets, final int count, final int taken) {
        int at = count;
        for (int i = count - 1; i >= 0 && at > taken; i--) {
            final int member = memberOf[i];
            final int last = stagedCounts[member] - 1;
            if (last >= refusedFrom[member] && PacketRef.id(staged[member][last]) == PacketRef.id(packets[i])) {
                packets[--at] = staged[member][last];
                stagedCounts[member] = last;
            }
        }
    }
}
