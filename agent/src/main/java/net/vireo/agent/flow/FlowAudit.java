// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowDropReason;

/**
 * Takes flows into the book that an earlier agent has set, so that they go on and are judged again when something changes.
 * Which of two linked entries was first shows where a packet made only one of them; else a pair stays when either end may
 * have begun it. What may
 * not be drops, and is known from then on, so that it may be again; what passes and is linked to nothing is deleted. What
 * still waits for a verdict is not to be asked about here, but judged as a new flow. One thread.
 */
public final class FlowAudit {
    private final FlowBook book;
    private final FlowSetup setup;
    private final FlowView view;
    private final int fabricVif;
    private int keptCount;
    private int droppedCount;

    /**
     * An entry of the data plane's flow table.
     *
     * @param reverse the slot of its other direction, {@link FlowEntry#NONE} when there is none
     * @param drops whether it drops already
     * @param begun whether a packet made it, not an agent or an lcore as the answers of another
     * @param decided whether an lcore decided about it by rules that it has from the agent: its entries are right as they
     *     are, if they rest on routes that are still so
     * @param sourceNexthop where its packets must come from, 0 for anywhere
     */
    public record Found(
            int index,
            int generation,
            int vrf,
            FlowKey key,
            int reverse,
            boolean drops,
            boolean begun,
            boolean decided,
            int sourceNexthop) {
        /** Whether it may be the flow, and the other one its answers. */
        private boolean mayBeFirst(final Found other) {
            return begun || other == null || !other.begun;
        }
    }

    /** @param fabricVif the number of the interface to the fabric */
    public FlowAudit(final FlowBook book, final FlowSetup setup, final FlowView view, final int fabricVif) {
        this.book = book;
        this.setup = setup;
        this.view = view;
        this.fabricVif = fabricVif;
    }

    /**
     * Looks at entries; both of a pair must be among them.
     *
     * @return what to send
     */
    public List<VrFlow> audit(final List<Found> entries) {
        final Map<Integer, Found> byIndex = new HashMap<>();
        entries.forEach(entry -> byIndex.put(entry.index(), entry));
        final List<VrFlow> requests = new ArrayList<>();
        for (final Found entry : entries) {
            if (byIndex.remove(entry.index()) == null || isKnown(entry)) {
                continue;
            }
            final Found reverse = byIndex.get(entry.reverse());
            final Found other = reverse != null && reverse.reverse() == entry.index() ? reverse : null;
            if (other != null) {
                byIndex.remove(other.index());
            }
            if (entry.key().isPartial()) {
                // What a fat flow's packets hold beside its key is not known here.
                delete(entry, other, requests);
            } else if (entry.drops()) {
                keepDropping(entry, other, requests);
            } else if (other == null) {
                // Its next packet makes it anew, with its answers.
                droppedCount++;
                requests.add(drop(entry).deletion());
            } else if (adopt(entry, other, requests) || adopt(other, entry, requests)) {
                keptCount++;
            } else {
                droppedCount += 2;
                note(entry, other);
                requests.add(drop(entry).request());
                requests.add(drop(other).request());
            }
        }
        return requests;
    }

    /** Whether the book has it, and where it is. A key is in one slot only: what the book has elsewhere is gone. */
    private boolean isKnown(final Found entry) {
        final KnownFlow known = book.find(entry.key());
        if (known == null || known.isAt(entry.key(), entry.index(), entry.generation())) {
            return known != null;
        }
        book.remove(known);
        return false;
    }

    /** Whether the flow may be, with the other as its answers. Its entries are set anew where they differ in anything. */
    private boolean adopt(final Found entry, final Found answers, final List<VrFlow> requests) {
        if (!entry.mayBeFirst(answers)) {
            return false;
        }
        final KnownFlow flow = book.adopt(miss(entry), answers.key(), answers.index(), answers.generation(), setup);
        if (flow == null) {
            return false;
        }
        if (entry.decided()) {
            book.decidedByLcore(flow);
        }
        if (!isRight(entry, flow.forward()) || !isRight(answers, flow.reverse())) {
            requests.addAll(new FlowInstall(book, flow).requests());
        }
        return true;
    }

    private static boolean isRight(final Found entry, final FlowEntry wanted) {
        return entry.decided() && wanted.isPlain() && entry.sourceNexthop() == wanted.sourceNexthop();
    }

    /** What drops goes on to, unless it may be by now: then its next packet makes it anew. */
    private void keepDropping(final Found entry, final Found other, final List<VrFlow> requests) {
        if (!note(entry, other)) {
            delete(entry, other, requests);
        }
    }

    /** Its next packet is judged as that of a new flow. */
    private void delete(final Found entry, final Found other, final List<VrFlow> requests) {
        requests.add(drop(entry).deletion());
        if (other != null) {
            requests.add(drop(other).deletion());
        }
    }

    /** Notes that a flow may not be, whichever end begins it. @return whether that is so */
    private boolean note(final Found entry, final Found other) {
        return entry.mayBeFirst(other) && noteDenied(entry, other)
                || other != null && other.mayBeFirst(entry) && noteDenied(other, entry);
    }

    private boolean noteDenied(final Found entry, final Found answers) {
        final KnownFlow flow = book.adoptDenied(miss(entry), answers == null ? null : drop(answers), setup);
        if (flow != null && entry.decided()) {
            book.decidedByLcore(flow);
        }
        return flow != null;
    }

    /** Where its packets come in: at the guest that its key names, if they are that guest's own; else from the fabric. */
    private int ingress(final Found entry) {
        final FlowVif guest = view.vifOfKey(entry.key().nexthop());
        if (guest == null) {
            return fabricVif;
        }
        final FlowRoute source = view.route(entry.vrf(), entry.key().source());
        return source != null && source.leadsTo(guest.id()) ? guest.id() : fabricVif;
    }

    private FlowMiss miss(final Found entry) {
        return FlowMiss.of(entry.index(), entry.generation(), ingress(entry), entry.vrf(), entry.key());
    }

    private FlowEntry drop(final Found entry) {
        return FlowEntry.drop(miss(entry), FlowDropReason.AUDIT_ENTRY);
    }

    /** Pairs that go on. */
    public int keptCount() {
        return keptCount;
    }

    /** Entries that passed and drop now, or are gone. */
    public int droppedCount() {
        return droppedCount;
    }
}
