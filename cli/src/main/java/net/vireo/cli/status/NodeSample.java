// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.ledger.Balance;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.DutyCycle;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.counter.PoolCounter;
import net.vireo.vrouter.counter.Snapshot;

/**
 * A node's counters at one moment, all from one snapshot.
 *
 * @param lcores by their numbers
 * @param drops only reasons that occurred
 * @param unbalanced the sentences of the ledger that do not hold
 */
record NodeSample(
        long timeNs,
        Map<Integer, Lcore> lcores,
        Map<DropReason, Long> drops,
        long poolSize,
        long poolFree,
        long poolCached,
        long poolOut,
        List<String> unbalanced) {

    /** What one lcore did since the start; the longest of its timed cycles. */
    record Lcore(long received, long transmitted, DutyCycle duty, long longestNs) {}

    /** Asks for a snapshot and reads it. */
    static NodeSample take(final VrouterClient client, final CounterFile counters) {
        client.request(new VireoLedger().op(SandeshOp.GET));
        final Snapshot snapshot = counters.snapshot();
        final Map<Integer, Lcore> lcores = new LinkedHashMap<>();
        for (int i = 0; i < snapshot.lcoreCount(); i++) {
            final int lcore = i;
            lcores.put(
                    counters.lcoreNumber(lcore),
                    new Lcore(
                            snapshot.lcore(lcore, LcoreCounter.RECEIVED),
                            snapshot.lcore(lcore, LcoreCounter.TRANSMITTED),
                            DutyCycle.of(counter -> snapshot.lcore(lcore, counter)),
                            snapshot.lcore(lcore, LcoreCounter.LONGEST_TIMED_NS)));
        }
        final Map<DropReason, Long> drops = new LinkedHashMap<>();
        for (final DropReason reason : DropReason.values()) {
            long sum = 0;
            for (int lcore = 0; lcore < snapshot.lcoreCount(); lcore++) {
                sum += snapshot.drop(lcore, reason);
            }
            if (sum != 0) {
                drops.put(reason, sum);
            }
        }
        final List<String> unbalanced = new ArrayList<>();
        for (final Ledger.Check check : Balance.broken(snapshot, List.copyOf(lcores.keySet()))) {
            unbalanced.add(check.name() + " (" + check.difference() + ")");
        }
        return new NodeSample(
                System.nanoTime(),
                lcores,
                drops,
                snapshot.pool(PoolCounter.SIZE),
                snapshot.pool(PoolCounter.FREE),
                snapshot.pool(PoolCounter.CACHED),
                snapshot.pool(PoolCounter.OUT),
                unbalanced);
    }
}
