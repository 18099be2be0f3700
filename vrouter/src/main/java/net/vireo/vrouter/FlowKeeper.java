// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import net.vireo.vrouter.flow.AgingPolicy;
import net.vireo.vrouter.flow.FlowAging;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.table.Settings;
import net.vireo.vrouter.table.Tables;

/**
 * Keeps the flow table in order, with an agent or without: a thread that takes out what is over, a slice at a time, puts
 * burst tokens back, and brings the settings of the hold limit to it.
 */
final class FlowKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FlowKeeper.class.getName());

    private static final int TICK_MS = 50;

    /** How long it takes to go over the whole table. */
    private static final int PASS_MS = 5000;

    private final Tables tables;
    private final HoldLimit limit;
    private final FlowAging aging;
    private final int slice;
    private final Thread thread;
    private Settings applied = Settings.DEFAULT;
    private volatile AgingPolicy policy;

    FlowKeeper(final FlowTable table, final Tables tables, final HoldLimit limit, final AgingPolicy policy) {
        this.tables = tables;
        this.limit = limit;
        this.policy = policy;
        aging = new FlowAging(table, policy);
        slice = Math.ceilDiv(table.layout().slots(), PASS_MS / TICK_MS);
        thread = Thread.ofPlatform().name("flow-aging").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Replaces how long flows may be idle. Any thread. */
    void policy(final AgingPolicy changed) {
        policy = changed;
    }

    /** How long flows may be idle. Any thread. */
    AgingPolicy policy() {
        return policy;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(TICK_MS);
                tick(FlowClock.nowMs());
            }
        } catch (final InterruptedException closed) {
            LOG.log(Level.DEBUG, "flows evicted: {0}", aging.evictedCount());
        }
    }

    void tick(final int nowMs) {
        apply(tables.settings(), nowMs);
        limit.tick(nowMs);
        aging.policy(policy);
        aging.age(nowMs, slice);
        limit.judged(aging.takeHeldCount());
    }

    /** A client's numbers: negative ones mean what 0 means. */
    private void apply(final Settings settings, final int nowMs) {
        if (settings.flowHoldLimit() != applied.flowHoldLimit()) {
            limit.limit(Math.max(settings.flowHoldLimit(), 0));
        }
        if (settings.burstTokens() != applied.burstTokens()
                || settings.burstIntervalMs() != applied.burstIntervalMs()
                || settings.burstStep() != applied.burstStep()) {
            limit.burst(settings.burstTokens(), settings.burstIntervalMs(), Math.max(settings.burstStep(), 0), nowMs);
        }
        applied = settings;
    }

    /** Ends the thread and waits for it. Any other thread. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
