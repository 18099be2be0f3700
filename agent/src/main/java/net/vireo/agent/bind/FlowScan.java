// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.flow.FlowAudit;
import net.vireo.agent.flow.FlowBook;
import net.vireo.agent.flow.FlowEntry;
import net.vireo.agent.flow.FlowMiss;
import net.vireo.agent.flow.KnownFlow;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowVerdict;
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

    private final FlowPlane plane;
    private final FlowBook book;
    private final FlowJobs jobs;
    private final FlowStats stats;
    private int cursor;
    private boolean first = true;
    private boolean hurried;
    private long roundCount;

    FlowScan(final FlowPlane plane, final FlowBook book, final FlowJobs jobs, final FlowStats stats) {
        this.plane = plane;
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
        final List<FlowAudit.Found> unknown = new ArrayList<>();
        final List<FlowMiss> lost = new ArrayList<>();
        final List<VrFlow> requests = new ArrayList<>();
        final int part = Math.ceilDiv(plane.slots(), ROUND_CALLS);
        final int end = (int) Math.min((long) cursor + part, plane.slots());
        int slot = plane.nextLive(cursor);
        while (slot != FlowTable.NONE && slot < end && unknown.size() < MOST_UNKNOWN && lost.size() < MOST_UNKNOWN) {
            final FlowRecord flow = plane.flow(slot);
            if (flow != null) {
                look(flow, unknown, lost, requests);
            }
            slot = plane.nextLive(slot + 1);
        }
        cursor = slot == FlowTable.NONE ? plane.slots() : slot;
        if (cursor >= plane.slots()) {
            cursor = 0;
            first = false;
            hurried = false;
            roundCount++;
        }
        jobs.send(requests);
        audit(judgement, unknown, nowNs);
        if (!lost.isEmpty()) {
            jobs.install(lost, judgement.setup(), nowNs);
        }
        return isHurried();
    }

    private void look(
            final FlowRecord flow,
            final List<FlowAudit.Found> unknown,
            final List<FlowMiss> lost,
            final List<VrFlow> requests) {
        if ((FlowState.flags(flow.state()) & FlowState.ACTIVE) == 0) {
            return;
        }
        if (FlowState.action(flow.state()) == FlowState.HOLD) {
            if (first || FlowClock.nowMs() - flow.madeMs() > LOST_MS) {
                lost(flow, lost, requests);
            }
            return;
        }
        final KnownFlow own = book.at(flow.index());
        final KnownFlow other = own == null ? book.at(flow.reverse()) : null;
        if (own != null && own.generation() == flow.generation()) {
            stats.forward(own, flow);
        } else if (other != null && other.isAnsweredAt(flow.index(), flow.generation())) {
            stats.answers(other, flow);
        } else {
            unknown(flow, unknown);
        }
    }

    /** What waits for a question that was lost. A fat flow's packet is not here: its next one is to ask. */
    private void lost(final FlowRecord flow, final List<FlowMiss> lost, final List<VrFlow> requests) {
        final FlowMiss miss = miss(flow);
        if (miss.key().isPartial()) {
            requests.add(FlowEntry.drop(miss, FlowDropReason.AUDIT_ENTRY).deletion());
        } else {
            lost.add(miss);
        }
    }

    /** With its answers: both of a pair are needed. */
    private void unknown(final FlowRecord flow, final List<FlowAudit.Found> unknown) {
        final FlowRecord answers = flow.reverse() == FlowTable.NONE ? null : plane.flow(flow.reverse());
        if (answers != null && FlowState.action(answers.state()) == FlowState.HOLD) {
            return; // which is judged as a flow that waits, with this one as what it is
        }
        unknown.add(found(flow));
        if (answers != null) {
            unknown.add(found(answers));
        }
    }

    private static FlowAudit.Found found(final FlowRecord flow) {
        return new FlowAudit.Found(
                flow.index(),
                flow.generation(),
                FlowVerdict.vrf(flow.source()),
                FlowPlane.key(flow),
                flow.reverse(),
                FlowState.action(flow.state()) == FlowState.DROP,
                // Only a packet brings where it came from.
                flow.sourceInfo() != 0,
                flow.verdict() != 0,
                FlowVerdict.sourceNexthop(flow.source()));
    }

    /** What an lcore made says where its first packet came from: a vif by its number, the fabric by an address. */
    private static FlowMiss miss(final FlowRecord flow) {
        final boolean guest = flow.sourceInfo() > 0 && flow.sourceInfo() < Vif.NO_VRF;
        return FlowMiss.of(
                flow.index(),
                flow.generation(),
                guest ? flow.sourceInfo() : Vif.FABRIC_INDEX,
                FlowVerdict.vrf(flow.source()),
                FlowPlane.key(flow));
    }

    private void audit(final Judgement judgement, final List<FlowAudit.Found> unknown, final long nowNs) {
        if (unknown.isEmpty()) {
            return;
        }
        final List<VrFlow> requests =
                new FlowAudit(book, judgement.setup(), judgement.view(), Vif.FABRIC_INDEX).audit(unknown);
        for (final FlowAudit.Found found : unknown) {
            final KnownFlow flow = book.at(found.index());
            if (flow != null && flow.generation() == found.generation()) {
                jobs.deleteSoon(flow, nowNs);
                if (first) {
                    // What an earlier agent's flows carried is not of our time.
                    stats.begin(flow, plane.flow(flow.slot()), reverseOf(flow));
                }
            }
        }
        jobs.send(requests);
    }

    private FlowRecord reverseOf(final KnownFlow flow) {
        return flow.reverseSlot() == FlowEntry.NONE ? null : plane.flow(flow.reverseSlot());
    }

    /** Rounds that are over. */
    long roundCount() {
        return roundCount;
    }
}
