// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.agent.flow.FlowAudit;
import net.vireo.agent.flow.FlowBook;
import net.vireo.agent.flow.FlowEntry;
import net.vireo.agent.flow.FlowMiss;
import net.vireo.agent.flow.KnownFlow;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Vif;

/**
 * Goes round over the data plane's flow table, a part at a time. In the first round it takes over what an earlier agent has
 * set; later it finds what lcores decided by themselves, and what waits although nobody was asked: its first packet was
 * lost on the way to the agent, or came while there was none. Counters are read on the way. One thread.
 */
final class FlowScan {
    /** In one call, beyond the first round: a table of the usual size takes two seconds. */
    private static final int ROUND_CALLS = 20;

    private static final int MOST_UNKNOWN = 256;

    /** What waits this long was asked about, and the question was lost. */
    private static final int LOST_MS = 1_000;

    private final PlaneTable table;
    private final FlowBook book;
    private final FlowJobs jobs;
    private final FlowStats stats;
    private int cursor;
    private boolean first = true;
    private boolean hurried;
    private long roundCount;

    FlowScan(final PlaneTable table, final FlowBook book, final FlowJobs jobs, final FlowStats stats) {
        this.table = table;
        this.book = book;
        this.jobs = jobs;
        this.stats = stats;
    }

    /** Begins a round that is gone through without a pause: what lcores have decided by older rules is to be found now. */
    void hurry() {
        cursor = 0;
        hurried = true;
    }

    /** Whether this round is gone through without a pause: the first one is. */
    boolean isHurried() {
        return first || hurried;
    }

    /** Looks at some more. @return whether there is more to do at once */
    boolean next(final Judgement judgement, final long nowNs) {
        final List<PlaneFlow> unknown = new ArrayList<>();
        final List<FlowMiss> lost = new ArrayList<>();
        final List<VrFlow> requests = new ArrayList<>();
        final int part = Math.ceilDiv(table.slots(), ROUND_CALLS);
        final int end = (int) Math.min((long) cursor + part, table.slots());
        while (cursor < end && unknown.size() < MOST_UNKNOWN && lost.size() < MOST_UNKNOWN) {
            final List<PlaneFlow> some = table.from(cursor);
            some.forEach(flow -> look(flow, unknown, lost, requests));
            cursor = some.isEmpty() ? table.slots() : some.getLast().slot() + 1;
        }
        if (cursor >= table.slots()) {
            cursor = 0;
            hurried = false;
        }
        jobs.send(requests);
        audit(judgement, unknown, nowNs);
        if (cursor == 0) {
            first = false;
            roundCount++;
        }
        if (!lost.isEmpty()) {
            jobs.install(lost, judgement.setup(), nowNs);
        }
        return isHurried();
    }

    private void look(
            final PlaneFlow flow,
            final List<PlaneFlow> unknown,
            final List<FlowMiss> lost,
            final List<VrFlow> requests) {
        if (!flow.isActive()) {
            return;
        }
        if (flow.isWaiting()) {
            if (first || flow.ageMs() > LOST_MS) {
                lost(flow, lost, requests);
            }
            return;
        }
        final KnownFlow own = book.at(flow.slot());
        final KnownFlow other = own == null ? book.at(flow.reverse()) : null;
        if (own != null && flow.is(own.generation())) {
            stats.forward(own, flow);
        } else if (other != null && other.isAnsweredAt(flow.slot(), flow.generation())) {
            stats.answers(other, flow);
        } else {
            unknown.add(flow);
        }
    }

    /** What waits for a question that was lost. A fat flow's packet is not here: its next one is to ask. */
    private static void lost(final PlaneFlow flow, final List<FlowMiss> lost, final List<VrFlow> requests) {
        final FlowMiss miss = miss(flow);
        if (miss.key().isPartial()) {
            requests.add(FlowEntry.drop(miss, FlowDropReason.AUDIT_ENTRY).deletion());
        } else {
            lost.add(miss);
        }
    }

    /** What an lcore made says where its first packet came from: a vif by its number, the fabric by an address. */
    private static FlowMiss miss(final PlaneFlow flow) {
        final boolean guest = flow.sourceInfo() > 0 && flow.sourceInfo() < Vif.NO_VRF;
        return FlowMiss.of(
                flow.slot(), flow.generation(), guest ? flow.sourceInfo() : Vif.FABRIC_INDEX, flow.vrf(), flow.key());
    }

    private static FlowAudit.Found found(final PlaneFlow flow) {
        return new FlowAudit.Found(
                flow.slot(),
                flow.generation(),
                flow.vrf(),
                flow.key(),
                flow.reverse(),
                flow.action() == FlowState.DROP,
                // Only a packet brings where it came from.
                flow.sourceInfo() != 0,
                flow.verdict() != 0,
                flow.sourceNexthop());
    }

    /** Both of a pair are needed, wherever the other one stands. */
    private Map<Integer, PlaneFlow> withAnswers(final List<PlaneFlow> unknown) {
        final Map<Integer, PlaneFlow> all = new HashMap<>();
        unknown.forEach(flow -> all.put(flow.slot(), flow));
        final List<Integer> more = unknown.stream()
                .map(PlaneFlow::reverse)
                .filter(slot -> slot != FlowTable.NONE && !all.containsKey(slot))
                .distinct()
                .toList();
        for (final PlaneFlow answers : table.at(more)) {
            if (answers != null) {
                all.put(answers.slot(), answers);
            }
        }
        return all;
    }

    private void audit(final Judgement judgement, final List<PlaneFlow> unknown, final long nowNs) {
        if (unknown.isEmpty()) {
            return;
        }
        final Map<Integer, PlaneFlow> all = withAnswers(unknown);
        final List<FlowAudit.Found> entries = new ArrayList<>();
        for (final PlaneFlow flow : unknown) {
            final PlaneFlow answers = all.get(flow.reverse());
            // Where the answers wait the pair is judged as a flow that waits, with this one as what it is.
            if (answers == null || !answers.isWaiting()) {
                entries.add(found(flow));
                if (answers != null) {
                    entries.add(found(answers));
                }
            }
        }
        final List<VrFlow> requests =
                new FlowAudit(book, judgement.setup(), judgement.view(), Vif.FABRIC_INDEX).audit(entries);
        for (final FlowAudit.Found found : entries) {
            final KnownFlow flow = book.at(found.index());
            if (flow != null && flow.generation() == found.generation()) {
                jobs.deleteSoon(flow, nowNs);
                if (first) {
                    // What an earlier agent's flows carried is not of our time.
                    stats.begin(flow, all.get(flow.slot()), all.get(flow.reverseSlot()));
                }
            }
        }
        jobs.send(requests);
    }

    /** Rounds that are over. */
    long roundCount() {
        return roundCount;
    }
}
