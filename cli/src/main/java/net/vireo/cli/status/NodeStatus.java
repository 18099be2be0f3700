// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.DutyCycle;

/**
 * How a node does: what it is, and what happened between two samples.
 *
 * @param name the node's name, or its directory
 * @param running whether its control socket answers
 * @param version empty when it does not say
 * @param upMs how long it has run, 0 when unknown
 * @param vifs how many interfaces it has
 * @param before null when it does not run
 * @param after null when it does not run
 */
record NodeStatus(
        String name, boolean running, String version, long upMs, int vifs, NodeSample before, NodeSample after) {
    private static final double POOL_WARNING = 0.9;
    private static final int LOAD_WARNING_PERCENT = 95;

    /** A node that does not answer. */
    static NodeStatus down(final String name) {
        return new NodeStatus(name, false, "", 0, 0, null, null);
    }

    private double seconds() {
        return Math.max(1, after.timeNs() - before.timeNs()) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private long perSecond(final long first, final long second) {
        return second <= first ? 0 : Math.round((second - first) / seconds());
    }

    /** Packets that an lcore received in a second. */
    long receivedPerSecond(final int lcore) {
        return perSecond(
                before.lcores().get(lcore).received(), after.lcores().get(lcore).received());
    }

    long transmittedPerSecond(final int lcore) {
        return perSecond(
                before.lcores().get(lcore).transmitted(),
                after.lcores().get(lcore).transmitted());
    }

    /** Of the time that an lcore was awake. */
    int busyPercent(final int lcore) {
        return (int) Math.round(100 * duty(lcore).busyShare());
    }

    /** What an lcore's loop did meanwhile. */
    DutyCycle duty(final int lcore) {
        return after.lcores().get(lcore).duty().since(before.lcores().get(lcore).duty());
    }

    /** Drops of a second, by reason; only reasons that occur now. */
    Map<DropReason, Long> dropsPerSecond() {
        final Map<DropReason, Long> rates = new LinkedHashMap<>();
        after.drops().forEach((reason, count) -> {
            final long rate = perSecond(before.drops().getOrDefault(reason, 0L), count);
            if (rate != 0) {
                rates.put(reason, rate);
            }
        });
        return rates;
    }

    /** What somebody should look at, each with the command that shows more; empty when nothing. */
    List<String> warnings() {
        if (!running) {
            return List.of("it does not answer: 'vireo ps' shows the processes, its log is in its directory");
        }
        final List<String> warnings = new ArrayList<>();
        after.unbalanced()
                .forEach(each -> warnings.add("the ledger does not balance: " + each + "; see 'vireo ledger'"));
        if (after.poolOut() > POOL_WARNING * after.poolSize()) {
            warnings.add("the packet pool is nearly used up: " + after.poolOut() + " of " + after.poolSize()
                    + " buffers are out; see 'vireo ledger'");
        }
        for (final int lcore : after.lcores().keySet()) {
            if (busyPercent(lcore) >= LOAD_WARNING_PERCENT && receivedPerSecond(lcore) > 0) {
                warnings.add("lcore " + lcore + " is " + busyPercent(lcore) + " % busy; see 'vireo rss'");
            }
        }
        dropsPerSecond()
                .forEach((reason, rate) -> warnings.add(
                        "drops now: " + reason.label() + ", " + rate + " a second; see 'vireo dropstats --log'"));
        return warnings;
    }

    /** Whether anything is broken, not only worth a look. */
    boolean isBroken() {
        return !running || !after.unbalanced().isEmpty();
    }
}
