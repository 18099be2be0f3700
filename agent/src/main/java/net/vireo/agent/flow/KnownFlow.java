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
    private boolean byLcore;
    private final FlowTraffic traffic = new FlowTraffic();

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
        if (slot != reverseIndex || slotGeneration != reverseGeneration) {
            traffic.answersAnew();
        }
        reverseIndex = slot;
        reverseGeneration = slotGeneration;
    }

    /** The data plane shows the flow in another slot: it was deleted and missed again. */
    void at(final int slot, final int slotGeneration) {
        if (slot != index || slotGeneration != generation) {
            traffic.forwardAnew();
        }
        index = slot;
        generation = slotGeneration;
    }

    /** The slot of its own entry, {@link FlowEntry#NONE} while it has none. */
    public int slot() {
        return index;
    }

    /** The generation of {@link #slot}. */
    public int generation() {
        return generation;
    }

    /** The slot of its answers' entry, {@link FlowEntry#NONE} while none is known. */
    public int reverseSlot() {
        return reverseIndex;
    }

    /** The generation of {@link #reverseSlot}. */
    public int reverseGeneration() {
        return reverseGeneration;
    }

    /** Whether the data plane has its answers' entry there, as far as is known. */
    public boolean isAnsweredAt(final int slot, final int slotGeneration) {
        return reverseIndex == slot && reverseGeneration == slotGeneration;
    }

    /** The same of either of its entries, which its key tells. */
    boolean isAt(final FlowKey key, final int slot, final int slotGeneration) {
        return key().equals(key) ? index == slot && generation == slotGeneration : isAnsweredAt(slot, slotGeneration);
    }

    /** What its packets and those of its answers came to, as far as they were counted. */
    public FlowTraffic traffic() {
        return traffic;
    }

    Set<Integer> vifs() {
        return vifs;
    }

    Set<String> owners() {
        return owners;
    }

    /** Whether it is to a link-local service, from a port of the host's or not. */
    boolean isLinkLocal() {
        return decision.passes() && decision.path().service() != null;
    }

    /** Whether it is in the book still. */
    public boolean isKnown() {
        return known;
    }

    void forget() {
        known = false;
    }

    /** Whether an lcore decided about it by rules that it has from the agent: the agent was told afterwards. */
    public boolean isByLcore() {
        return byLcore;
    }

    void byLcore(final boolean decided) {
        byLcore = decided;
    }

    /** Whether the data plane has not answered yet. */
    public boolean isWaiting() {
        return waiting;
    }

    void waiting(final boolean now) {
        waiting = now;
    }
}
