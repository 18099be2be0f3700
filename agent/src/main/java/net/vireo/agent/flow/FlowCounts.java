// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Flows counted by what limits them. One thread. */
final class FlowCounts implements Admission {
    private FlowLimits limits;
    private final Map<String, FlowCount> ofVms = new HashMap<>();
    private final Map<Integer, FlowCount> ofVifs = new HashMap<>();
    private final Map<String, FlowCount> linkLocalOfVms = new HashMap<>();
    private final FlowCount linkLocal = new FlowCount();
    private final Map<FlowRefusal, Long> refused = new EnumMap<>(FlowRefusal.class);
    private int waiting;

    FlowCounts(final FlowLimits limits) {
        this.limits = limits;
    }

    void limits(final FlowLimits now) {
        limits = now;
    }

    @Override
    public FlowRefusal check(final FlowVif from, final FlowVif to, final boolean isLinkLocal) {
        final FlowRefusal refusal = refusal(from, to, isLinkLocal);
        if (refusal != null) {
            refused.merge(refusal, 1L, Long::sum);
        }
        return refusal;
    }

    private FlowRefusal refusal(final FlowVif from, final FlowVif to, final boolean isLinkLocal) {
        if (FlowLimits.isMet(waiting, limits.waiting())) {
            return FlowRefusal.WAITING;
        }
        final FlowRefusal ofEnd = ofEnd(from);
        if (ofEnd != null) {
            return ofEnd;
        }
        if (isLinkLocal && linkLocal.isFull(limits.linkLocalFlows())) {
            return FlowRefusal.LINK_LOCAL_FLOWS;
        }
        if (isLinkLocal && from != null && isFull(linkLocalOfVms, from.owner(), limits.linkLocalFlowsPerVm())) {
            return FlowRefusal.LINK_LOCAL_FLOWS_OF_VM;
        }
        return ofEnd(to);
    }

    private FlowRefusal ofEnd(final FlowVif end) {
        if (end == null) {
            return null;
        }
        if (isFull(ofVifs, end.id(), end.maxFlows())) {
            return FlowRefusal.INTERFACE_FLOWS;
        }
        return isFull(ofVms, end.owner(), limits.flowsPerVm()) ? FlowRefusal.VM_FLOWS : null;
    }

    private static <K> boolean isFull(final Map<K, FlowCount> counts, final K key, final int most) {
        final FlowCount count = counts.get(key);
        return count != null && count.isFull(most);
    }

    /** Whether new flows of an interface would be refused: the data plane may drop them without asking then. */
    boolean refuses(final FlowVif vif) {
        return ofEnd(vif) != null;
    }

    void add(final KnownFlow flow) {
        flow.vifs().forEach(id -> count(ofVifs, id).add());
        flow.owners().forEach(owner -> count(ofVms, owner).add());
        if (flow.isLinkLocal()) {
            linkLocal.add();
            flow.owners().forEach(owner -> count(linkLocalOfVms, owner).add());
        }
    }

    void remove(final KnownFlow flow) {
        flow.vifs().forEach(id -> drop(ofVifs, id));
        flow.owners().forEach(owner -> drop(ofVms, owner));
        if (flow.isLinkLocal()) {
            linkLocal.remove();
            flow.owners().forEach(owner -> drop(linkLocalOfVms, owner));
        }
    }

    private static <K> FlowCount count(final Map<K, FlowCount> counts, final K key) {
        return counts.computeIfAbsent(key, made -> new FlowCount());
    }

    private static <K> void drop(final Map<K, FlowCount> counts, final K key) {
        if (counts.get(key).remove()) {
            counts.remove(key);
        }
    }

    void waits() {
        waiting++;
    }

    void answered() {
        waiting--;
    }

    /** There are no flows: what a fault left counted waits no more. */
    void noneWaits() {
        waiting = 0;
    }

    int ofVif(final int id) {
        final FlowCount count = ofVifs.get(id);
        return count == null ? 0 : count.count();
    }

    int linkLocal() {
        return linkLocal.count();
    }

    /** How many flows met each limit. */
    Map<FlowRefusal, Long> refused() {
        return Map.copyOf(refused);
    }
}
