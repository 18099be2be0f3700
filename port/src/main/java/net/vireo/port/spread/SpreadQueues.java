// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import net.vireo.port.RxQueue;
import net.vireo.port.pool.PacketPool;

/** Makes the queues of a port that spreads packets: one for each lcore, and a ring from each that polls to each other. */
public final class SpreadQueues {
    private SpreadQueues() {}

    /**
     * Joins a device's queues and rings to one queue per lcore. Control thread.
     *
     * @param polled for each lcore, the device's queues that it polls; may be none
     * @param spreaders makes the spreader of an lcore that polls
     * @param ringPackets capacity of each ring, a power of two
     * @throws net.vireo.linux.LinuxException EMFILE when the process has no descriptor left
     */
    public static List<SpreadQueue> join(
            final PacketPool pool,
            final List<List<RxQueue>> polled,
            final IntFunction<Spreader> spreaders,
            final int ringPackets) {
        return join(pool, polled, polled.size(), spreaders, ringPackets);
    }

    /**
     * The same, where only the first lcores process: the others poll for them.
     *
     * @param processors how many of them can be handed packets
     */
    public static List<SpreadQueue> join(
            final PacketPool pool,
            final List<List<RxQueue>> polled,
            final int processors,
            final IntFunction<Spreader> spreaders,
            final int ringPackets) {
        final int count = polled.size();
        final List<Doorbell> bells = new ArrayList<>();
        final List<List<Handover>> in = new ArrayList<>();
        for (int queue = 0; queue < count; queue++) {
            bells.add(new Doorbell());
            in.add(new ArrayList<>());
        }
        final List<Handover[]> out = new ArrayList<>();
        for (int from = 0; from < count; from++) {
            final Handover[] ways = new Handover[count];
            for (int to = 0; to < processors; to++) {
                if (from != to && !polled.get(from).isEmpty()) {
                    ways[to] = new Handover(ringPackets, bells.get(to));
                    in.get(to).add(ways[to]);
                }
            }
            out.add(ways);
        }
        final List<SpreadQueue> queues = new ArrayList<>();
        for (int queue = 0; queue < count; queue++) {
            queues.add(new SpreadQueue(
                    queue,
                    pool,
                    spreaders.apply(queue),
                    polled.get(queue),
                    out.get(queue),
                    in.get(queue),
                    bells.get(queue)));
        }
        return List.copyOf(queues);
    }
}
