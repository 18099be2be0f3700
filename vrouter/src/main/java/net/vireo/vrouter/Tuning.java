// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import net.vireo.port.vhost.TxWait;
import net.vireo.vrouter.graph.Packets;

/**
 * How the loop of an lcore is tuned, and what is kept for people.
 *
 * @param burstPackets what an lcore takes from a queue at once, at most
 * @param yields whether an idle lcore that spins offers its CPU to others at each turn
 * @param dropsKept dropped packets that each lcore remembers
 * @param closeOnAnyReset whether at the start a TCP reset closes a flow without a look at its sequence number
 * @param io lcores that only poll
 * @param txWaitUs how long an lcore waits for room in a guest's ring at the start, in each burst, at most
 */
public record Tuning(
        int burstPackets, boolean yields, int dropsKept, boolean closeOnAnyReset, IoLcores io, int txWaitUs) {
    /** The largest burst; the graph has room for no more. */
    public static final int MAX_BURST_PACKETS = Packets.BURST;

    /** Contrail's, but for the yield: an lcore here sleeps when it has nothing to do, or has its CPU for itself. */
    public static final Tuning DEFAULT = new Tuning(MAX_BURST_PACKETS, false, 200, false);

    private static final int MAX_DROPS_KEPT = 65_536;

    /** Who forwards polls. */
    public Tuning(final int burstPackets, final boolean yields, final int dropsKept, final boolean closeOnAnyReset) {
        this(burstPackets, yields, dropsKept, closeOnAnyReset, IoLcores.NONE);
    }

    /** What finds a guest's ring full is dropped at once. */
    public Tuning(
            final int burstPackets,
            final boolean yields,
            final int dropsKept,
            final boolean closeOnAnyReset,
            final IoLcores io) {
        this(burstPackets, yields, dropsKept, closeOnAnyReset, io, 0);
    }

    public Tuning {
        if (txWaitUs < 0 || txWaitUs > TxWait.MOST_US) {
            throw new IllegalArgumentException("wait for room: " + txWaitUs + " us, must be 0 .. " + TxWait.MOST_US);
        }
        check("burst", burstPackets, MAX_BURST_PACKETS);
        check("drops kept", dropsKept, MAX_DROPS_KEPT);
    }

    /** The same with lcores that only poll. */
    public Tuning withIo(final IoLcores lcores) {
        return new Tuning(burstPackets, yields, dropsKept, closeOnAnyReset, lcores, txWaitUs);
    }

    /** The same with another wait for room in guests' rings, in microseconds. */
    public Tuning withTxWaitUs(final int us) {
        return new Tuning(burstPackets, yields, dropsKept, closeOnAnyReset, io, us);
    }

    private static void check(final String what, final int value, final int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + ": " + value + ", must be 1 .. " + most);
        }
    }
}
