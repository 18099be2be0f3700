// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

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
        /** Whether the entries of these flows are there, each in its slot and generation. */
        List<Boolean> hold(List<KnownFlow> flows);
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
        final List<KnownFlow> asked = new ArrayList<>();
        for (int i = 0; i < most && round.hasNext(); i++) {
            final KnownFlow flow = round.next();
            if (flow.isKnown() && !flow.isWaiting()) {
                asked.add(flow);
            }
        }
        int gone = 0;
        final Iterator<Boolean> there = slots.hold(asked).iterator();
        for (final KnownFlow flow : asked) {
            if (!there.next()) {
                book.remove(flow);
                gone++;
            }
        }
        return gone;
    }
}
