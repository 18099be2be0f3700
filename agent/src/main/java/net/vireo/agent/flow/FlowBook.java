// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The flows of the data plane, and the deciding about new ones: limits, statistics, and which flows a change touches. The
 * caller carries entries to the data plane and its answers back. One thread.
 */
public final class FlowBook {
    private final Map<FlowKey, KnownFlow> flows = new HashMap<>();
    private final Map<FlowKey, KnownFlow> byAnswers = new HashMap<>();

    /** One flow for each slot: there are never more than the data plane has room for. */
    private final Map<Integer, KnownFlow> bySlot = new HashMap<>();

    private final FlowIndex index = new FlowIndex();
    private final FlowCounts counts;
    private final HostPorts ports;
    private final RuleStats stats = new RuleStats();
    private long lcoreCount;

    public FlowBook(final FlowLimits limits, final HostPorts ports) {
        counts = new FlowCounts(limits);
        this.ports = ports;
    }

    /** From now on there may be so many flows; those that there are stay. */
    public void limits(final FlowLimits limits) {
        counts.limits(limits);
    }

    /**
     * Decides about a flow and notes it. Where the data plane asks about the answers of a flow that may be, because both ends
     * spoke at once, the flow itself is answered, with the slot of its answers known now.
     */
    public KnownFlow decide(final FlowMiss miss, final FlowSetup setup) {
        final KnownFlow answered = byAnswers.get(miss.key());
        if (answered != null && answered.decision().passes()) {
            answered.reverseAt(miss.index(), miss.generation());
            return answered;
        }
        final KnownFlow before = flows.get(miss.key());
        if (before != null) {
            return again(before, miss, setup);
        }
        final FlowDecision decision = setup.decide(miss, null, counts);
        final KnownFlow flow = new KnownFlow(decision);
        note(decision);
        put(flow);
        counts.waits();
        return flow;
    }

    /** A flow that went from the data plane without the agent's knowing, and came back. */
    private KnownFlow again(final KnownFlow flow, final FlowMiss miss, final FlowSetup setup) {
        take(flow);
        final FlowPath path = flow.decision().path();
        final FlowDecision decision = setup.decide(miss, path, counts);
        release(path, decision.path(), miss);
        bySlot.remove(flow.slot(), flow);
        flow.at(miss.index(), miss.generation());
        flow.reverseAt(FlowEntry.NONE, 0);
        flow.byLcore(false);
        flow.decide(decision);
        note(decision);
        put(flow);
        if (!flow.isWaiting()) {
            flow.waiting(true);
            counts.waits();
        }
        return flow;
    }

    /**
     * Notes a flow that the data plane has already, if it may be and its answers are what they are there. A link-local flow's
     * port is not known to be the agent's any more: such flows are not kept.
     *
     * @return null when it may not be, or not so
     */
    KnownFlow adopt(
            final FlowMiss miss,
            final FlowKey answers,
            final int reverseIndex,
            final int reverseGeneration,
            final FlowSetup setup) {
        final FlowDecision decision = setup.decide(miss, null, Admission.ANY);
        if (!decision.passes() || !decision.reverse().key().equals(answers)) {
            release(decision.path(), null, miss);
            return null;
        }
        final KnownFlow flow = new KnownFlow(decision);
        flow.reverseAt(reverseIndex, reverseGeneration);
        flow.waiting(false);
        put(flow);
        return flow;
    }

    /**
     * Notes a flow that may not be, whose entry stays: so that it may be one day.
     *
     * @param answers the entry of its answers, or null
     * @return null when it may be
     */
    KnownFlow adoptDenied(final FlowMiss miss, final FlowEntry answers, final FlowSetup setup) {
        final FlowDecision decision = setup.decide(miss, null, Admission.ANY);
        if (decision.passes()) {
            release(decision.path(), null, miss);
            return null;
        }
        final KnownFlow flow = new KnownFlow(decision.withReverse(answers));
        if (answers != null) {
            flow.reverseAt(answers.index(), answers.generation());
        }
        flow.waiting(false);
        put(flow);
        return flow;
    }

    private void note(final FlowDecision decision) {
        if (decision.policy() != null) {
            stats.decided(decision.policy());
        }
    }

    /** The data plane has taken a flow's entries. */
    public void installed(final KnownFlow flow) {
        if (flow.isWaiting()) {
            flow.waiting(false);
            counts.answered();
        }
    }

    /** A flow is gone from the data plane. */
    public void remove(final KnownFlow flow) {
        if (flow.isKnown()) {
            installed(flow);
            take(flow);
            flow.forget();
            release(flow.decision().path(), null, flow.decision().miss());
        }
    }

    /** @param kept the path that holds on to the port if it has the same, or null */
    private void release(final FlowPath path, final FlowPath kept, final FlowMiss miss) {
        if (path.hostPort() != HostPorts.NONE && (kept == null || kept.hostPort() != path.hostPort())) {
            ports.release(miss.key().protocol(), miss.destination().ipv6(), path.hostPort());
        }
    }

    /** Judges a flow again; what it was is replaced when it is another. */
    FlowDecision judge(final KnownFlow flow, final FlowSetup setup) {
        return setup.decide(flow.decision().miss(), flow.decision().path(), Admission.ANY);
    }

    /** Puts another decision in place of a flow's. */
    void replace(final KnownFlow flow, final FlowDecision decision) {
        take(flow);
        release(flow.decision().path(), decision.path(), decision.miss());
        flow.decide(decision);
        put(flow);
    }

    private void put(final KnownFlow flow) {
        if (flow.decision().passes()) {
            takeOver(flow);
        }
        flows.put(flow.key(), flow);
        if (flow.decision().reverse() != null) {
            byAnswers.put(flow.decision().reverse().key(), flow);
        }
        index.add(flow);
        counts.add(flow);
        occupy(flow);
    }

    /** Two flows cannot have one slot: the one that was known there is gone, if nobody has said so yet. */
    private void occupy(final KnownFlow flow) {
        if (flow.slot() != FlowEntry.NONE) {
            final KnownFlow before = bySlot.put(flow.slot(), flow);
            if (before != null && before != flow) {
                remove(before);
            }
        }
    }

    /** The data plane shows a flow in another slot, or in none. */
    void moved(final KnownFlow flow, final int slot, final int generation) {
        bySlot.remove(flow.slot(), flow);
        flow.at(slot, generation);
        if (flow.isKnown()) {
            occupy(flow);
        }
    }

    /** What the other end began before and was denied is answers now: the data plane has their entry. */
    private void takeOver(final KnownFlow flow) {
        final KnownFlow denied = flows.get(flow.decision().reverse().key());
        if (denied != null && denied != flow && !denied.decision().passes()) {
            flow.reverseAt(denied.forward().index(), denied.forward().generation());
            remove(denied);
        }
    }

    private void take(final KnownFlow flow) {
        flows.remove(flow.key());
        if (flow.decision().reverse() != null) {
            byAnswers.remove(flow.decision().reverse().key(), flow);
        }
        index.remove(flow);
        counts.remove(flow);
        bySlot.remove(flow.slot(), flow);
    }

    /** The flow whose own entry is in a slot, or null. */
    public KnownFlow at(final int slot) {
        return bySlot.get(slot);
    }

    /** Forgets all flows: the data plane that had them may be another. What was counted stays. */
    public void clear() {
        List.copyOf(flows.values()).forEach(this::remove);
        counts.noneWaits();
    }

    /** A flow by its key or that of its answers, or null. */
    public KnownFlow find(final FlowKey key) {
        final KnownFlow flow = flows.get(key);
        return flow == null ? byAnswers.get(key) : flow;
    }

    /** All flows, in no order. */
    public Collection<KnownFlow> flows() {
        return Collections.unmodifiableCollection(flows.values());
    }

    /** The flows that a change touches. */
    public Set<KnownFlow> touched(final FlowChangeNotice notice) {
        return index.of(notice);
    }

    /** Judges the flows that a change touches again, a batch at a time. */
    public Reevaluation reevaluate(final FlowChangeNotice notice, final FlowSetup setup) {
        return new Reevaluation(this, touched(notice), setup, stats);
    }

    /** The same, with what an earlier one had not come to: its policies do not hold any more. */
    public Reevaluation reevaluate(
            final FlowChangeNotice notice, final FlowSetup setup, final Reevaluation unfinished) {
        final Set<KnownFlow> all = new LinkedHashSet<>(unfinished.rest());
        all.addAll(touched(notice));
        return new Reevaluation(this, all, setup, stats);
    }

    /** Whether new flows of an interface would be refused: the data plane may drop them without asking then. */
    public boolean refuses(final FlowVif vif) {
        return counts.refuses(vif);
    }

    /** How many flows met each limit. */
    public Map<FlowRefusal, Long> refused() {
        return counts.refused();
    }

    /** How many flows an interface has a part in. */
    public int flowsOf(final int vif) {
        return counts.ofVif(vif);
    }

    /** An lcore has decided about a flow that was found. */
    void decidedByLcore(final KnownFlow flow) {
        flow.byLcore(true);
        lcoreCount++;
    }

    /** How many flows lcores decided about, as far as they lived until they were found. */
    public long lcoreCount() {
        return lcoreCount;
    }

    /** How many link-local flows there are. */
    public int linkLocalFlows() {
        return counts.linkLocal();
    }

    /** How often each rule decided. */
    public RuleStats stats() {
        return stats;
    }

    /** How many objects flows rest on; 0 when there are no flows. */
    int indexSize() {
        return index.size();
    }
}
