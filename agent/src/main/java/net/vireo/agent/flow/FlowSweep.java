// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;

/**
 * Finds flows that are gone from the data plane, which ages them by itself: goes round over all, some at a time. One
 * thread, the book's.
 */
public final class FlowSweep {
    private final FlowBook book;
    private Iterator<KnownFlow> round = Collections.emptyIterator();

    /** Looks into the data plane's flow table. */
    @FunctionalInterface
    public interface Slots {
        /** Whether a slot is in use in this generation. */
        boolean holds(int index, int generation);
    }

    public FlowSweep(final FlowBook book) {
        this.book = book;
    }

    /**
     * Looks at some more flows; what waits for the data plane's answer is passed over. At the end of a round the next begins
     * with the next call.
     *
     * @return how many were gone
     */
    public int next(final int most, final Slots slots) {
        if (!round.hasNext()) {
            round = new ArrayList<>(book.flows()).iterator();
        }
        int gone = 0;
        for (int i = 0; i < most && round.hasNext(); i++) {
            final KnownFlow flow = round.next();
            final FlowEntry forward = flow.forward();
            if (flow.isKnown() && !flow.isWaiting() && !slots.holds(forward.index(), forward.generation())) {
                book.remove(flow);
                gone++;
            }
        }
        return gone;
    }
}
