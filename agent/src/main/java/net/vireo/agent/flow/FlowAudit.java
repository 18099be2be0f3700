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
 * Which of two linked entries was first is not written anywhere: a pair stays when either end may have begun it. What may
 * not be, what is linked to nothing and passes, and what still waits for a verdict that nobody will give, drops. One thread.
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
     */
    public record Found(int index, int generation, int vrf, FlowKey key, int reverse, boolean drops) {}

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
            if (byIndex.remove(entry.index()) == null || entry.drops() || book.find(entry.key()) != null) {
                continue;
            }
            final Found other = byIndex.get(entry.reverse());
            final boolean linked = other != null && other.reverse() == entry.index();
            if (linked) {
                byIndex.remove(other.index());
            }
            if (linked && (adopt(entry, other, requests) || adopt(other, entry, requests))) {
                keptCount++;
            } else {
                drop(entry, requests);
                if (linked) {
                    drop(other, requests);
                }
            }
        }
        return requests;
    }

    /** Whether the flow may be, with the other as its answers. Its entries are set anew where they differ in anything. */
    private boolean adopt(final Found entry, final Found answers, final List<VrFlow> requests) {
        final FlowMiss miss = FlowMiss.of(entry.index(), entry.generation(), ingress(entry), entry.vrf(), entry.key());
        final KnownFlow flow = book.adopt(miss, answers.key(), answers.index(), answers.generation(), setup);
        if (flow == null) {
            return false;
        }
        requests.addAll(new FlowInstall(book, flow).requests());
        return true;
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

    private void drop(final Found entry, final List<VrFlow> requests) {
        droppedCount++;
        final FlowMiss miss = FlowMiss.of(entry.index(), entry.generation(), ingress(entry), entry.vrf(), entry.key());
        requests.add(FlowEntry.drop(miss, FlowDropReason.AUDIT_ENTRY).request());
    }

    /** Pairs that go on. */
    public int keptCount() {
        return keptCount;
    }

    /** Entries that drop now. */
    public int droppedCount() {
        return droppedCount;
    }
}
