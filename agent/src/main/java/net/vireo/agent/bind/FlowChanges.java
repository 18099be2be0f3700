// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.vireo.agent.flow.FlowBook;
import net.vireo.agent.flow.FlowChange;
import net.vireo.agent.flow.FlowChangeNotice;
import net.vireo.agent.flow.FlowSetup;
import net.vireo.agent.flow.Reevaluation;

/**
 * Brings flows in line with a database that has changed, a batch at a time, so that new flows wait for no more than one
 * batch. One thread.
 */
final class FlowChanges {
    private static final int BATCH = 256;
    private static final long NS_PER_US = 1_000;

    private final FlowBook book;
    private final Map<FlowChange.Kind, Long> counts = new EnumMap<>(FlowChange.Kind.class);
    private Reevaluation open;
    private long takenInNs;
    private long lastUs;
    private long longestUs;
    private long roundCount;
    private long keptCount;

    FlowChanges(final FlowBook book) {
        this.book = book;
    }

    /**
     * Begins with what is touched; what an earlier change has not come to is judged with it.
     *
     * @param atNs when the change was taken in
     */
    void begin(final FlowChangeNotice notice, final FlowSetup setup, final long atNs) {
        if (notice.objects().isEmpty() && notice.routes().isEmpty() && open == null) {
            return;
        }
        takenInNs = atNs;
        open = open == null ? book.reevaluate(notice, setup) : book.reevaluate(notice, setup, open);
    }

    /** Does some more. @return whether there is more to do */
    boolean next(final FlowJobs jobs, final long nowNs) {
        if (open == null) {
            return false;
        }
        final List<FlowChange> changes = open.next(BATCH);
        changes.forEach(change -> counts.merge(change.kind(), 1L, Long::sum));
        jobs.apply(changes, nowNs);
        if (!open.isDone()) {
            return true;
        }
        keptCount += open.keptCount();
        open = null;
        roundCount++;
        lastUs = (System.nanoTime() - takenInNs) / NS_PER_US;
        longestUs = Math.max(longestUs, lastUs);
        return false;
    }

    /** There are no flows to change any more. */
    void cancel() {
        open = null;
    }

    /** How many flows were changed, by how. */
    long count(final FlowChange.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** How many were judged again and stayed as they were. */
    long keptCount() {
        return keptCount;
    }

    /** Changes that are through. */
    long roundCount() {
        return roundCount;
    }

    /** From a change's being taken in to the last of its flows being set, us. */
    long lastUs() {
        return lastUs;
    }

    /** The longest of these. */
    long longestUs() {
        return longestUs;
    }
}
