// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.PoolCounter;
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** What this data plane can say of itself, in the shape of the original's texts where it has them. */
final class InfoText {
    private static final int VERSION = 0;
    private static final int LONG_VERSION = 1;
    private static final int POOLS = 4;
    private static final int LCORES = 7;
    private static final int SNAPSHOT_TIMEOUT_MS = 1000;

    private final Tables tables;
    private final VifPorts ports;
    private final Snapshots snapshots;
    private final BuildInfo build;

    InfoText(final Tables tables, final VifPorts ports, final Snapshots snapshots, final BuildInfo build) {
        this.tables = tables;
        this.ports = ports;
        this.snapshots = snapshots;
        this.build = build;
    }

    /** The text about a subject, by its number on the wire. */
    String about(final int subject) {
        return switch (subject) {
            case VERSION -> "Vireo " + build.version() + '\n';
            case LONG_VERSION ->
                "Vireo " + build.version() + " on Java " + Runtime.version() + ", node " + build.nodeName()
                        + "; no DPDK\n";
            case POOLS -> pools();
            case LCORES -> lcores();
            default -> throw Refusal.unsupported("there is nothing to say about subject " + subject);
        };
    }

    private String pools() {
        snapshots.take(SNAPSHOT_TIMEOUT_MS);
        final var pool = snapshots.counters().snapshot();
        final long size = pool.pool(PoolCounter.SIZE);
        final long used = pool.pool(PoolCounter.OUT);
        return row("Name", "Size", "Used", "Available")
                + row("packet_pool", Long.toString(size), Long.toString(used), Long.toString(size - used));
    }

    private static String row(final String name, final String size, final String used, final String available) {
        return String.format("%-24s%-8s%-8s%s\n", name, size, used, available);
    }

    private String lcores() {
        final CounterFile counters = snapshots.counters();
        final StringBuilder text = new StringBuilder("No. of forwarding lcores: ")
                .append(counters.lcoreCount())
                .append("\nNo. of interfaces: ")
                .append(vifs())
                .append('\n');
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            text.append("Lcore ")
                    .append(counters.lcoreNumber(lcore))
                    .append(": packets received ")
                    .append(counters.lcore(lcore, LcoreCounter.RECEIVED))
                    .append(", transmitted ")
                    .append(counters.lcore(lcore, LcoreCounter.TRANSMITTED))
                    .append('\n');
            queues(text, counters.lcoreNumber(lcore));
        }
        return text.toString();
    }

    /** What an lcore polls, as the original's lines have it: queues that are not in use are left out. */
    private void queues(final StringBuilder text, final int number) {
        for (int index = 0; index < tables.limits().vifs(); index++) {
            final VifQueues queues = tables.vif(index) == null ? null : ports.queues(index);
            for (int queue = 0; queues != null && queue < queues.places().count(); queue++) {
                if (queues.pollerOf(queue) == number && queues.device().isEnabled(queue)) {
                    text.append(String.format(
                            "   Interface: %-15s Queue ID: %d\n",
                            tables.vif(index).name(), queue));
                }
            }
        }
    }

    private int vifs() {
        int count = 0;
        for (int index = 0; index < tables.limits().vifs(); index++) {
            final Vif vif = tables.vif(index);
            count += vif != null ? 1 : 0;
        }
        return count;
    }
}
