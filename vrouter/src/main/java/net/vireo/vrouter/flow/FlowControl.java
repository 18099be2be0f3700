// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * Judges flows on the agent's behalf: control thread only. Errors are those of Contrail (fact sheet vrouter-dataplane
 * 1.7), as numbers of errno(3).
 */
public final class FlowControl {
    /** No flow at this index. */
    public static final int ENOENT = 2;
    /** The slot has another generation: the agent speaks of a flow that is gone. */
    public static final int EBADF = 9;
    /** The flow at this index has another key. */
    public static final int EFAULT = 14;
    /** The flow is being evicted. */
    public static final int EBUSY = 16;
    /** The flow to be made is there already; the reply says where. */
    public static final int EEXIST = 17;
    /** The request contradicts itself. */
    public static final int EINVAL = 22;
    /** The table is full. */
    public static final int ENOSPC = 28;

    private final FlowTable table;
    private final FlowSlots slots;
    private long addedCount;
    private long changedCount;

    public FlowControl(final FlowTable table) {
        this.table = table;
        this.slots = table.slots();
    }

    /**
     * Makes, changes or deletes a flow.
     *
     * @param nowMs the time that {@link FlowTable#touch} is given
     */
    public FlowReply set(final FlowRequest request, final int nowMs) {
        final FlowRemover remover = table.remover();
        remover.lock();
        try {
            remover.recycle();
            return request.index() == FlowTable.NONE ? make(request, nowMs) : change(request);
        } finally {
            remover.unlock();
        }
    }

    private FlowReply make(final FlowRequest request, final int nowMs) {
        final FlowSetting setting = request.setting();
        if ((setting.flags() & FlowState.ACTIVE) == 0 || request.evict() || !canLink(request)) {
            return failed(EINVAL);
        }
        final int flags = setting.flags() & ~FlowState.OWN_FLAGS;
        final long state = FlowState.of(setting.action(), flags, 0, setting.flags1());
        final int payer = request.reverse() == FlowTable.NONE
                ? request.key().nexthopId(0)
                : slots.integer(request.reverse(), FlowSlots.PAYER);
        final int result = table.insert(request.key(), 0, state, nowMs, setting::write, payer);
        if (result == FlowTable.FULL) {
            return failed(ENOSPC);
        }
        if (result < 0) {
            return reply(EEXIST, FlowTable.existing(result), false);
        }
        addedCount++;
        linkAsAsked(result, request.reverse());
        return reply(0, result, false);
    }

    private FlowReply change(final FlowRequest request) {
        final int index = request.index();
        final int error = refusal(request);
        if (error != 0) {
            return failed(error);
        }
        if (request.evict()) {
            return takeOut(index, FlowState.EVICTED);
        }
        if ((request.setting().flags() & FlowState.ACTIVE) == 0) {
            return takeOut(index, FlowState.DELETE_MARKED);
        }
        final boolean held = isHeld(index);
        request.setting().write(slots, index);
        // Before the state, which tells lcores that there is a reverse flow to take a translation from.
        linkAsAsked(index, request.reverse());
        request.setting().judge(slots, index);
        changedCount++;
        final boolean judged = held && request.setting().action() != FlowState.HOLD;
        if (judged) {
            table.shares().judged(slots.integer(index, FlowSlots.PAYER));
        }
        return reply(0, index, judged);
    }

    private int refusal(final FlowRequest request) {
        final int index = request.index();
        if (!table.live(index) || (FlowState.flags(slots.state(index)) & FlowState.ACTIVE) == 0) {
            return ENOENT;
        }
        if (slots.generation(index) != (request.generation() & 0xff)) {
            return EBADF;
        }
        if (!slots.holds(index, request.key(), 0)) {
            return EFAULT;
        }
        final boolean deletes = (request.setting().flags() & FlowState.ACTIVE) == 0;
        final long state = slots.state(index);
        if (request.evict()) {
            return (FlowState.tcp(state) & TcpFlowState.DEAD) != 0 ? 0 : EINVAL;
        }
        if (!deletes && (FlowState.flags(state) & FlowState.EVICT_CANDIDATE) != 0) {
            return EBUSY;
        }
        return deletes || canLink(request) ? 0 : EINVAL;
    }

    private FlowReply takeOut(final int index, final int mark) {
        final FlowReply last = reply(0, index, isHeld(index));
        table.remover().remove(index, mark);
        return last;
    }

    private boolean canLink(final FlowRequest request) {
        return request.reverse() == FlowTable.NONE
                || request.reverse() != request.index() && table.live(request.reverse());
    }

    private void linkAsAsked(final int index, final int reverse) {
        if (reverse != FlowTable.NONE) {
            link(index, reverse);
        }
    }

    /** Makes two flows each other's reverse. */
    private void link(final int index, final int reverse) {
        part(index, reverse);
        part(reverse, index);
        slots.putReverse(index, reverse);
        slots.putReverse(reverse, index);
        slots.changeFlags(index, FlowState.RFLOW_VALID, 0);
        slots.changeFlags(reverse, FlowState.RFLOW_VALID, 0);
    }

    /** Parts a flow from another partner than the one it is to have. */
    private void part(final int index, final int kept) {
        final int before = slots.reverse(index);
        if (before != kept && table.live(before) && slots.reverse(before) == index) {
            slots.changeFlags(before, 0, FlowState.RFLOW_VALID);
            slots.putReverse(before, FlowTable.NONE);
        }
    }

    private boolean isHeld(final int index) {
        return FlowState.waits(slots.state(index));
    }

    private FlowReply reply(final int error, final int index, final boolean held) {
        return new FlowReply(error, index, slots.generation(index), held, table.packets(index), table.bytes(index));
    }

    private static FlowReply failed(final int error) {
        return new FlowReply(error, FlowTable.NONE, 0, false, 0, 0);
    }

    /** Flows that the agent made. */
    public long addedCount() {
        return addedCount;
    }

    /** Verdicts given to flows that were there. */
    public long changedCount() {
        return changedCount;
    }

    /** Flows taken out, by the agent and by the aging. */
    public long removedCount() {
        return table.remover().removedCount();
    }

    /** Flows in the table. */
    public long usedCount() {
        return table.madeCount() - table.remover().removedCount();
    }
}
