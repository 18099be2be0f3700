// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * Keeps the table from filling up, with an agent or without: takes out flows that were idle for too long, and TCP
 * connections that are over. One thread of the data plane that is no lcore, a slice of the table at a time.
 *
 * <p>The two flows of a pair go together, when both have been idle for their time. A connection that is over is first
 * marked {@link FlowState#EVICT_CANDIDATE}, so that late packets are dropped under that name, and evicted when the scan
 * comes by again.
 */
public final class FlowAging {
    private final FlowTable table;
    private final FlowSlots slots;
    private AgingPolicy policy;
    private int cursor;
    private long evictedCount;
    private int heldCount;

    public FlowAging(final FlowTable table, final AgingPolicy policy) {
        this.table = table;
        this.slots = table.slots();
        this.policy = policy;
    }

    /** Replaces the policy. The aging thread. */
    public void policy(final AgingPolicy changed) {
        policy = changed;
    }

    /**
     * Looks at the next slots, and gives those back whose grace period has passed. Does nothing while the control thread
     * takes a flow out: it comes again.
     *
     * @param nowMs the time that {@link FlowTable#touch} is given
     * @param slotCount how many slots to go over
     * @return how many flows were evicted
     */
    public int age(final int nowMs, final int slotCount) {
        final FlowRemover remover = table.remover();
        if (!remover.tryLock()) {
            return 0;
        }
        try {
            remover.recycle();
            return scan(nowMs, slotCount);
        } finally {
            remover.unlock();
        }
    }

    private int scan(final int nowMs, final int slotCount) {
        final int end = (int) Math.min((long) cursor + slotCount, table.layout().slots());
        int evicted = 0;
        int index = table.nextLive(cursor);
        while (index != FlowTable.NONE && index < end) {
            evicted += look(index, nowMs);
            index = table.nextLive(index + 1);
        }
        cursor = end == table.layout().slots() ? 0 : end;
        evictedCount += evicted;
        return evicted;
    }

    private int look(final int index, final int nowMs) {
        final long state = slots.state(index);
        if ((FlowState.flags(state) & FlowState.ACTIVE) == 0) {
            return 0;
        }
        final int reverse = reverse(index, state);
        if (reverse != FlowTable.NONE && reverse < index) {
            return 0; // a pair is looked at once in a pass
        }
        if (isOver(state) && (reverse == FlowTable.NONE || isOver(slots.state(reverse)))) {
            return evictWhenMarked(index, reverse, state);
        }
        final boolean idle = isIdle(index, state, nowMs)
                && (reverse == FlowTable.NONE || isIdle(reverse, slots.state(reverse), nowMs));
        return idle ? evict(index, reverse) : 0;
    }

    private int evictWhenMarked(final int index, final int reverse, final long state) {
        if ((FlowState.flags(state) & FlowState.EVICT_CANDIDATE) != 0) {
            return evict(index, reverse);
        }
        slots.changeFlags(index, FlowState.EVICT_CANDIDATE, 0);
        if (reverse != FlowTable.NONE) {
            slots.changeFlags(reverse, FlowState.EVICT_CANDIDATE, 0);
        }
        return 0;
    }

    private int evict(final int index, final int reverse) {
        remove(index);
        if (reverse == FlowTable.NONE) {
            return 1;
        }
        remove(reverse);
        return 2;
    }

    private void remove(final int index) {
        heldCount += FlowState.waits(slots.state(index)) ? 1 : 0;
        table.remover().remove(index, FlowState.EVICTED);
    }

    /** A number that lies in the future is a clock that began again: the flow's time starts now. */
    private boolean isIdle(final int index, final long state, final int nowMs) {
        // Packets keep coming for a flow of which the agent was never told: its wait counts from its first one.
        final int since = FlowState.action(state) == FlowState.HOLD ? FlowSlots.MADE : FlowSlots.LAST_SEEN;
        final int idleMs = nowMs - slots.integer(index, since);
        if (idleMs < 0) {
            slots.putInteger(index, since, nowMs);
            return false;
        }
        return idleMs
                > policy.timeoutMs(slots.protocol(index), slots.sourcePort(index), slots.destinationPort(index), state);
    }

    private int reverse(final int index, final long state) {
        if ((FlowState.flags(state) & FlowState.RFLOW_VALID) == 0) {
            return FlowTable.NONE;
        }
        final int reverse = slots.reverse(index);
        return reverse != index && table.live(reverse) && slots.reverse(reverse) == index ? reverse : FlowTable.NONE;
    }

    private static boolean isOver(final long state) {
        return (FlowState.tcp(state) & TcpFlowState.DEAD) != 0;
    }

    /** How many of the evicted flows waited for a verdict since the last call: for {@link HoldLimit#judged}. */
    public int takeHeldCount() {
        final int taken = heldCount;
        heldCount = 0;
        return taken;
    }

    /** Flows evicted so far. */
    public long evictedCount() {
        return evictedCount;
    }
}
