// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.Arrays;

/**
 * Packets that wait for the verdict on their flow: at most three per flow, as references that this queue owns until it
 * gives them back. One lcore; the packets of a flow may wait on several lcores, each flushes its own.
 *
 * <p>Flows are found through an open hash of fixed size, kept at most half full; a flow's row leaves its place by
 * shifting what follows, so that there is nothing to clean up.
 */
public final class HoldQueue {
    /** The most packets that wait per flow. */
    public static final int PACKETS_PER_FLOW = 3;

    /** The packet waits; the queue owns it. */
    public static final int HELD = 0;
    /** Three wait already (FLOW_QUEUE_LIMIT_EXCEEDED); the packet is still the caller's. */
    public static final int FLOW_FULL = 1;
    /** As many flows wait as there is room for (FLOW_UNUSABLE); the packet is still the caller's. */
    public static final int NO_ROOM = 2;

    /** No flow waits. */
    public static final int NO_FLOW = -1;

    private static final int EMPTY = NO_FLOW;
    private static final int HASH = 0x9e37_79b1;

    /** What one call of expire goes over. */
    private static final int EXPIRE_PLACES = 64;

    private final int limit;
    private final int mask;
    private final int shift;
    private final int[] flows;
    private final int[] generations;
    private final int[] sinceMs;
    private final int[] counts;
    private final long[] packets;
    private int flowCount;
    private int heldCount;
    private int cursor;

    /** @param flowLimit how many flows may wait */
    public HoldQueue(final int flowLimit) {
        limit = flowLimit;
        final int places = Integer.highestOneBit(Math.max(2 * flowLimit - 1, 1)) * 2;
        mask = places - 1;
        shift = Integer.numberOfLeadingZeros(mask);
        flows = new int[places];
        generations = new int[places];
        sinceMs = new int[places];
        counts = new int[places];
        packets = new long[places * PACKETS_PER_FLOW];
        Arrays.fill(flows, EMPTY);
    }

    /**
     * Lets a packet wait.
     *
     * @param generation of the flow's slot
     * @return {@link #HELD}, {@link #FLOW_FULL} or {@link #NO_ROOM}
     */
    public int hold(final int flow, final int generation, final long packet, final int nowMs) {
        int place = find(flow, generation);
        if (place == EMPTY) {
            if (flowCount == limit) {
                return NO_ROOM;
            }
            place = enter(flow, generation, nowMs);
        }
        if (counts[place] == PACKETS_PER_FLOW) {
            return FLOW_FULL;
        }
        packets[place * PACKETS_PER_FLOW + counts[place]++] = packet;
        heldCount++;
        return HELD;
    }

    /**
     * Gives back what waits for a flow, in the order in which it came.
     *
     * @param out room for {@link #PACKETS_PER_FLOW}
     * @return how many
     */
    public int release(final int flow, final int generation, final long[] out) {
        final int place = find(flow, generation);
        return place == EMPTY ? 0 : take(place, out);
    }

    /**
     * Gives back the packets of one flow that has waited for longer than a time; to be called until there is none. Each
     * call goes over a part of the queue, so that few calls per cycle suffice.
     *
     * @return how many, 0 when the part held none so old
     */
    public int expire(final int nowMs, final int timeoutMs, final long[] out) {
        for (int i = 0; i < EXPIRE_PLACES && flowCount > 0; i++) {
            final int place = cursor;
            if (flows[place] != EMPTY && nowMs - sinceMs[place] > timeoutMs) {
                return take(place, out); // another may have moved here: the cursor stays
            }
            cursor = cursor + 1 & mask;
        }
        return 0;
    }

    /** Packets that wait, for the ledger. */
    public int heldCount() {
        return heldCount;
    }

    /** Flows that wait. */
    public int flowCount() {
        return flowCount;
    }

    /** One of the flows that wait, or {@link #NO_FLOW}. */
    public int anyFlow() {
        for (int place = 0; flowCount > 0 && place < flows.length; place++) {
            if (flows[place] != EMPTY) {
                return flows[place];
            }
        }
        return NO_FLOW;
    }

    private int home(final int flow) {
        return flow * HASH >>> shift;
    }

    private int find(final int flow, final int generation) {
        int place = home(flow);
        while (flows[place] != EMPTY) {
            if (flows[place] == flow && generations[place] == generation) {
                return place;
            }
            place = place + 1 & mask;
        }
        return EMPTY;
    }

    private int enter(final int flow, final int generation, final int nowMs) {
        int place = home(flow);
        while (flows[place] != EMPTY) {
            place = place + 1 & mask;
        }
        flows[place] = flow;
        generations[place] = generation;
        sinceMs[place] = nowMs;
        counts[place] = 0;
        flowCount++;
        return place;
    }

    private int take(final int place, final long[] out) {
        final int count = counts[place];
        System.arraycopy(packets, place * PACKETS_PER_FLOW, out, 0, count);
        heldCount -= count;
        flowCount--;
        closeGap(place);
        return count;
    }

    /** Moves back what was pushed on by the row that left (Knuth, volume 3, 6.4, algorithm R). */
    private void closeGap(final int left) {
        int gap = left;
        int next = gap + 1 & mask;
        while (flows[next] != EMPTY) {
            final int home = home(flows[next]);
            if ((next - home & mask) >= (next - gap & mask)) {
                move(next, gap);
                gap = next;
            }
            next = next + 1 & mask;
        }
        flows[gap] = EMPTY;
    }

    private void move(final int from, final int to) {
        flows[to] = flows[from];
        generations[to] = generations[from];
        sinceMs[to] = sinceMs[from];
        counts[to] = counts[from];
        System.arraycopy(packets, from * PACKETS_PER_FLOW, packets, to * PACKETS_PER_FLOW, PACKETS_PER_FLOW);
    }
}
