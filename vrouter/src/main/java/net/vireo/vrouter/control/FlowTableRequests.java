// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import java.util.stream.IntStream;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowReader;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowReply;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.HeldFlows;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.table.Tables;

/**
 * Requests about flows, carried out in a flow table. What a request names is checked here, as far as the data path
 * believes it. Control thread.
 */
public final class FlowTableRequests implements FlowRequests {
    private final FlowTable table;
    private final FlowControl control;
    private final FlowReader reader;
    private final HoldLimit limit;
    private final HeldFlows held;
    private final FlowRequestReader requests;
    private final FlowKeys key = new FlowKeys(1);
    private long processedCount;

    /**
     * @param limit counts the flows that wait
     * @param held is told of verdicts
     */
    public FlowTableRequests(final FlowTable table, final Tables tables, final HoldLimit limit, final HeldFlows held) {
        this.table = table;
        this.limit = limit;
        this.held = held;
        control = new FlowControl(table);
        reader = table.reader();
        requests = new FlowRequestReader(tables.limits());
    }

    @Override
    public FlowOutcome set(final VrFlow request) {
        processedCount++;
        final FlowRequest wanted = requests.read(request, key);
        if (wanted == null) {
            return FlowOutcome.of(FlowResult.INVALID);
        }
        final FlowReply reply = control.set(wanted, FlowClock.nowMs());
        final boolean deletes = wanted.evict() || (wanted.setting().flags() & FlowState.ACTIVE) == 0;
        if (reply.held()) {
            limit.judged(1);
        }
        // What waits for a flow that is gone is dropped when its time is over: on its way again it would ask again.
        final boolean decides = !deletes && wanted.setting().action() != FlowState.HOLD;
        if (reply.error() == 0 && decides && wanted.index() != FlowTable.NONE) {
            held.release(reply.index(), reply.generation());
        }
        return new FlowOutcome(
                result(reply.error()), reply.index(), reply.generation(), deletes, reply.bytes(), reply.packets());
    }

    private static FlowResult result(final int error) {
        return switch (error) {
            case 0 -> FlowResult.DONE;
            case FlowControl.EBADF -> FlowResult.STALE_GENERATION;
            case FlowControl.EFAULT -> FlowResult.OTHER_KEY;
            case FlowControl.ENOENT -> FlowResult.INACTIVE;
            case FlowControl.EBUSY -> FlowResult.CHANGING;
            case FlowControl.EEXIST -> FlowResult.EXISTS;
            case FlowControl.ENOSPC -> FlowResult.FULL;
            default -> FlowResult.INVALID;
        };
    }

    @Override
    public int next(final int after) {
        return after == Integer.MAX_VALUE ? NO_FLOW : table.nextLive(Math.max(after, NO_FLOW) + 1);
    }

    @Override
    public FlowView at(final int index) {
        final FlowRecord record = reader.flow(index);
        return record == null ? null : new FlowView(FlowText.request(record), record.bytes(), record.packets());
    }

    @Override
    public Optional<FlowReader> reader() {
        return Optional.of(reader);
    }

    @Override
    public FlowTotals totals() {
        final int lcores = table.layout().lcores();
        final long created =
                IntStream.range(0, lcores).mapToLong(limit::madeCount).sum();
        final long overflow = overflowCount();
        return new FlowTotals(
                Math.max(control.usedCount() - overflow, 0),
                overflow,
                created,
                control.addedCount(),
                control.changedCount(),
                control.removedCount(),
                processedCount,
                (int) Math.min(limit.waitingCount(), Integer.MAX_VALUE),
                limit.tokenCount(),
                IntStream.range(0, lcores)
                        .mapToObj(lcore -> (int) limit.madeCount(lcore))
                        .toList());
    }

    private long overflowCount() {
        long count = 0;
        int index = table.nextLive(table.layout().entries());
        while (index != FlowTable.NONE) {
            count++;
            index = table.nextLive(index + 1);
        }
        return count;
    }
}
