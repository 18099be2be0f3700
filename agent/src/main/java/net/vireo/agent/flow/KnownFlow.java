// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.LinkedHashSet;
import java.util.Set;

/** A flow that was decided about and is in the data plane, with its answers' entry when it has one. One thread. */
public final class KnownFlow {
    private FlowDecision decision;
    private int index;
    private int generation;
    private int reverseIndex = FlowEntry.NONE;
    private int reverseGeneration;
    private Set<Integer> vifs = Set.of();
    private Set<String> owners = Set.of();
    private boolean known = true;
    private boolean waiting = true;

    KnownFlow(final FlowDecision decision) {
        index = decision.miss().index();
        generation = decision.miss().generation();
        decide(decision);
    }

    void decide(final FlowDecision now) {
        decision = now;
        final Set<Integer> ids = new LinkedHashSet<>();
        final Set<String> names = new LinkedHashSet<>();
        for (final FlowVif end : new FlowVif[] {now.path().from(), now.path().to()}) {
            if (end != null) {
                ids.add(end.id());
                if (end.owner() != null) {
                    names.add(end.owner());
                }
            }
        }
        vifs = Set.copyOf(ids);
        owners = Set.copyOf(names);
    }

    /** What was decided last. */
    public FlowDecision decision() {
        return decision;
    }

    /** The key of the flow that was asked about. */
    public FlowKey key() {
        return decision.miss().key();
    }

    /** Its entry, where it stands in the data plane. */
    public FlowEntry forward() {
        return decision.forward().at(index, generation, reverseIndex);
    }

    /** The entry of its answers, where it stands in the data plane; null when there is none. */
    public FlowEntry reverse() {
        return decision.reverse() == null ? null : decision.reverse().at(reverseIndex, reverseGeneration, index);
    }

    /** The data plane has made the entry of the answers, or had it already. */
    public void reverseAt(final int slot, final int slotGeneration) {
        reverseIndex = slot;
        reverseGeneration = slotGeneration;
    }

    /** The data plane shows the flow in another slot: it was deleted and missed again. */
    void at(final int slot, final int slotGeneration) {
        index = slot;
        generation = slotGeneration;
    }

    Set<Integer> vifs() {
        return vifs;
    }

    Set<String> owners() {
        return owners;
    }

    boolean isLinkLocal() {
        return decision.path().hostPort() != HostPorts.NONE;
    }

    /** Whether it is in the book still. */
    boolean isKnown() {
        return known;
    }

    void forget() {
        known = false;
    }

    boolean isWaiting() {
        return waiting;
    }

    void waiting(final boolean now) {
        waiting = now;
    }
}
