// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.util.Arrays;
import java.util.List;
import net.vireo.packet.Ethernet;
import net.vireo.port.Port;
import net.vireo.port.RxQueue;
import net.vireo.port.count.OwnedCounters;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.ready.ReadySet;

/**
 * One receive queue of a bond: a queue of each member, in turn. An active-backup bond takes frames from its active
 * member only: what a switch floods arrives on every link. Frames for protocols between neighbours on one link
 * (01:80:c2:00:00:0x: LLDP, LACP, spanning tree; IEEE 802.1Q table 8-1) are taken from all.
 */
final class BondReceiver implements RxQueue, AutoCloseable {
    private static final long LINK_LOCAL_GROUP = 0x0180_c200_0000L;
    private static final int RECEIVED = 0;
    private static final int INACTIVE = 1;

    private final BondPort bond;
    private final PacketPool pool;
    private final RxQueue[] queues;
    private final int[] members;
    private final ReadySet readiness;
    private final OwnedCounters counters = new OwnedCounters(2);
    private final long[] received = new long[Port.MAX_BURST_PACKETS];
    private int turn;

    /** @param members which member each of the queues belongs to */
    BondReceiver(final BondPort bond, final PacketPool pool, final List<RxQueue> queues, final int[] members) {
        this.bond = bond;
        this.pool = pool;
        this.queues = queues.toArray(RxQueue[]::new);
        this.members = members.clone();
        readiness = ReadySet.of(queues.stream().map(RxQueue::readinessFd).toList());
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        final BondState state = bond.state();
        int n = 0;
        for (int i = 0; i < queues.length && n < capacity; i++) {
            turn = turn + 1 < queues.length ? turn + 1 : 0;
            final int got = queues[turn].receive(cache, received, capacity - n);
            if (state.takesFrom(members[turn])) {
                System.arraycopy(received, 0, packets, n, got);
                n += got;
            } else {
                n = takeLinkLocal(cache, got, packets, n);
            }
        }
        counters.add(RECEIVED, n);
        return n;
    }

    @Override
    public int readinessFd() {
        return readiness.fd();
    }

    @Override
    public boolean looksByCall() {
        return Arrays.stream(queues).anyMatch(RxQueue::looksByCall);
    }

    @Override
    public boolean rest() {
        boolean resting = true;
        for (final RxQueue queue : queues) {
            resting &= queue.rest();
        }
        return resting;
    }

    /** Frames given to the data plane. Any thread. */
    long receivedCount() {
        return counters.value(RECEIVED);
    }

    /** Frames that came in on a member that is not the active one. Any thread. */
    long inactiveCount() {
        return counters.value(INACTIVE);
    }

    /** Control thread, after the lcore has let go; before the members are closed. */
    @Override
    public void close() {
        readiness.close();
    }

    private int takeLinkLocal(final PoolCache cache, final int got, final long[] packets, final int from) {
        int n = from;
        for (int i = 0; i < got; i++) {
            if ((Ethernet.destination(pool.dataAddress(received[i])) & ~0xfL) == LINK_LOCAL_GROUP) {
                packets[n++] = received[i];
            } else {
                cache.free(received[i]);
                counters.add(INACTIVE, 1);
            }
        }
        return n;
    }
}
