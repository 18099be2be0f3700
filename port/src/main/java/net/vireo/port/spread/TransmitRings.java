// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import java.util.ArrayList;
import java.util.List;
import net.vireo.port.Port;
import net.vireo.port.RxQueue;
import net.vireo.port.SpscRing;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;

/**
 * Sending by a port that has fewer transmit queues than there are lcores (deck p78, p79; sheet vrouter-dataplane 3.4): each
 * queue belongs to one lcore, and an lcore without one hands its packets to one that has, over a ring of its own. So a
 * flow, which is with one lcore, stays in order. A full ring takes nothing: what it leaves is the caller's to drop.
 *
 * <p>Made and closed by the control thread; each queue and relay belongs to the lcore it is asked for.
 */
public final class TransmitRings implements AutoCloseable {
    /** As long as Contrail's. */
    public static final int DEFAULT_PACKETS = 1024;

    private final PacketPool pool;
    private final int ringPackets;
    private final Lane[] lanes;

    /** One lcore's way to send. */
    private static final class Lane {
        /** The device's queue, this lcore's or that of the lcore that sends for it. */
        private final int queue;

        private final int owner;
        private OwnerSender own;
        private RingSender ring;
        private Doorbell bell;
        private Inbox inbox;

        Lane(final int queue, final int owner) {
            this.queue = queue;
            this.owner = owner;
        }
    }

    private TransmitRings(final PacketPool pool, final int ringPackets, final Lane... lanes) {
        this.pool = pool;
        this.ringPackets = ringPackets;
        this.lanes = lanes;
    }

    /**
     * Gives each lcore its way to send.
     *
     * @param owners by transmit queue of the device, the index of the lcore that it belongs to: each lcore at most once
     * @param ringPackets capacity of each ring, a power of two
     * @throws net.vireo.linux.LinuxException EMFILE when the process has no descriptor left
     */
    public static TransmitRings over(
            final Port device, final PacketPool pool, final int lcores, final int[] owners, final int ringPackets) {
        final Lane[] lanes = new Lane[lcores];
        for (int queue = 0; queue < owners.length; queue++) {
            lanes[owners[queue]] = new Lane(queue, owners[queue]);
            lanes[owners[queue]].own = new OwnerSender(device.txQueue(queue));
        }
        final TransmitRings rings = new TransmitRings(pool, ringPackets, lanes);
        int next = 0;
        for (int lcore = 0; lcore < lcores; lcore++) {
            if (lanes[lcore] == null) {
                final int queue = next++ % owners.length;
                lanes[lcore] = new Lane(queue, owners[queue]);
                rings.join(lanes[lcore], lanes[owners[queue]]);
            }
        }
        for (final Lane lane : lanes) {
            if (lane.bell != null) {
                lane.inbox = new Inbox(rings.ringsTo(lane), lane.bell);
            }
        }
        return rings;
    }

    private void join(final Lane from, final Lane to) {
        if (to.bell == null) {
            to.bell = new Doorbell();
        }
        from.ring = new RingSender(ringPackets, to.bell, to.own);
    }

    private List<SpscRing> ringsTo(final Lane owner) {
        final List<SpscRing> rings = new ArrayList<>();
        for (final Lane lane : lanes) {
            if (lane.ring != null && lanes[lane.owner] == owner) {
                rings.add(lane.ring.ring());
            }
        }
        return rings;
    }

    /** What an lcore sends by. */
    public TxQueue txQueue(final int lcore) {
        return lanes[lcore].own == null ? lanes[lcore].ring : lanes[lcore].own;
    }

    /** Whether others hand packets to an lcore. */
    public boolean sendsForOthers(final int lcore) {
        return lanes[lcore].inbox != null;
    }

    /** What others hand to an lcore that {@link #sendsForOthers}, to be sent by its {@link #txQueue}. */
    public RxQueue relay(final int lcore) {
        return new Relay(lanes[lcore].inbox, lanes[lcore].bell);
    }

    /** The index of the lcore that sends what this one has for the port: itself when it has a queue. Any thread. */
    public int ownerOf(final int lcore) {
        return lanes[lcore].owner;
    }

    /** The device's queue that an lcore's packets leave by. Any thread. */
    public int queueOf(final int lcore) {
        return lanes[lcore].queue;
    }

    /** How many packets each ring holds. */
    public int ringPackets() {
        return ringPackets;
    }

    /** Packets that an lcore handed to the one that sends for it. Any thread, as all that follow. */
    public long handedOverCount(final int lcore) {
        return lanes[lcore].ring == null ? 0 : lanes[lcore].ring.ring().enqueuedCount();
    }

    /** Packets of an lcore that found its ring full. */
    public long missedCount(final int lcore) {
        return lanes[lcore].ring == null ? 0 : lanes[lcore].ring.missedCount();
    }

    /** Packets that the device took from an lcore, its own and others'. */
    public long sentCount(final int lcore) {
        return lanes[lcore].own == null ? 0 : lanes[lcore].own.sentCount();
    }

    /** Packets that the device did not take from an lcore, its own and others'. */
    public long refusedCount(final int lcore) {
        return lanes[lcore].own == null ? 0 : lanes[lcore].own.refusedCount();
    }

    /** Packets that an lcore took over from others. */
    public long takenOverCount(final int lcore) {
        return lanes[lcore].inbox == null ? 0 : lanes[lcore].inbox.takenCount();
    }

    /** Packets that wait in rings now. */
    public long waitingCount() {
        long count = 0;
        for (final Lane lane : lanes) {
            count += lane.inbox == null ? 0 : lane.inbox.waitingCount();
        }
        return count;
    }

    /** Frees what is in the rings. Control thread, after all lcores have let go. */
    @Override
    public void close() {
        final long[] packet = new long[1];
        for (final Lane lane : lanes) {
            while (lane.ring != null && lane.ring.ring().poll(packet, 0, 1) == 1) {
                pool.reclaim(packet[0]);
            }
            if (lane.bell != null) {
                lane.bell.close();
            }
        }
    }
}
