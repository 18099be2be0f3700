// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.metrics;

import java.util.Locale;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.counter.PoolCounter;
import net.vireo.vrouter.counter.Snapshot;

/** The ledger's terms as they are now, and whether it balanced when it was last asked for. */
final class LedgerMetrics {
    private LedgerMetrics() {}

    /** Labels that start with the node's. */
    interface Labels {
        String of(String... more);
    }

    static void add(final MetricsText text, final CounterFile counters, final Labels labels) {
        for (final LcoreCounter counter : LcoreCounter.values()) {
            if (counter.side() == Ledger.Side.BIRTH || counter.side() == Ledger.Side.CONSUMPTION) {
                text.counter(
                        "vireo_ledger_packets_total",
                        "Packets that were made or used up inside, by name.",
                        labels.of("side", word(counter.side()), "what", word(counter)),
                        sum(counters, counter));
            }
        }
        final Snapshot snapshot = counters.snapshot();
        final long sequence = snapshot.sequence(0);
        text.gauge(
                "vireo_ledger_snapshot",
                "Number of the snapshot that ledger and pool are of; 0 for none yet.",
                labels.of(),
                sequence);
        if (sequence == 0) {
            return;
        }
        text.gauge(
                "vireo_ledger_balanced",
                "1 when no packet and no buffer was missing in the last snapshot.",
                labels.of(),
                Ledger.of(snapshot).balances() ? 1 : 0);
        for (final PoolCounter counter : PoolCounter.values()) {
            text.gauge(
                    "vireo_pool_buffers",
                    "Packet buffers in the last snapshot: size = free + cached + out; in_ports are some of those out.",
                    labels.of("state", word(counter)),
                    snapshot.pool(counter));
        }
    }

    private static long sum(final CounterFile counters, final LcoreCounter counter) {
        long sum = 0;
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            sum += counters.lcore(lcore, counter);
        }
        return sum;
    }

    private static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
