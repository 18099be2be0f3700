// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.flow.FlowBook;
import net.vireo.agent.flow.FlowSweep;
import net.vireo.agent.flow.KnownFlow;
import net.vireo.agent.oper.OperState;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.VrouterRefusal;

/**
 * The flows of one connection to a data plane: found, watched, and let go when the data plane has let them go. One thread.
 */
final class LivingFlows implements AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(LivingFlows.class);
    private static final long LOOK_NS = 100_000_000L;

    /** A table whose data plane is gone looks as if nothing had happened. */
    private static final long PROBE_NS = 1_000_000_000L;

    /** A part of the flows in each look: all of them take two seconds. */
    private static final int ROUND_LOOKS = 20;

    private static final int LEAST_SWEPT = 64;

    private final FlowPlane plane;
    private final FlowBook book;
    private final FlowJobs jobs;
    private final FlowScan scan;
    private final FlowSweep sweep;
    private long nextLookNs = System.nanoTime();
    private long nextProbeNs = nextLookNs;

    /** Nothing is said to a data plane of which nothing is asked: it has its own times. */
    private String idle = "";

    LivingFlows(final FlowPlane plane, final FlowBook book, final FlowStats stats) {
        this.plane = plane;
        this.book = book;
        jobs = new FlowJobs(plane, book);
        scan = new FlowScan(plane.table(), book, jobs, stats);
        sweep = new FlowSweep(book);
    }

    FlowPlane plane() {
        return plane;
    }

    FlowJobs jobs() {
        return jobs;
    }

    /** Brings what is configured for the whole table to it, if it is not there yet. */
    void settle(final OperState state) {
        final String words = state.config().node().map(NodeSettings::flowIdle).orElse("");
        if (!words.equals(idle)) {
            idle = words;
            try {
                plane.idle(words);
            } catch (final VrouterRefusal refused) {
                LOG.log(Level.WARNING, "flow-ageing is not taken: " + refused.getMessage());
            }
        }
    }

    /** The rules have changed; where lcores decide, flows that nobody knows yet may have been decided by the old ones. */
    void hurry(final OperState state) {
        if (state.config().node().map(NodeSettings::flowSetup).equals(Optional.of(NodeSettings.FlowSetupMode.FAST))) {
            scan.hurry();
        }
    }

    /** Does a part of what is always to be done. @return whether there is more to do at once */
    boolean work(final Judgement judgement, final long nowNs) {
        if (!scan.isHurried() && nowNs - nextLookNs < 0) {
            return false;
        }
        final boolean more = scan.next(judgement, nowNs);
        if (!more) {
            nextLookNs = nowNs + LOOK_NS;
            sweep.next(Math.max(LEAST_SWEPT, book.flows().size() / ROUND_LOOKS), this::hold);
            jobs.expire(nowNs);
            if (nowNs - nextProbeNs >= 0) {
                nextProbeNs = nowNs + PROBE_NS;
                plane.probe();
            }
        }
        return more;
    }

    private List<Boolean> hold(final List<KnownFlow> flows) {
        final List<PlaneFlow> there =
                plane.table().at(flows.stream().map(KnownFlow::slot).toList());
        return IntStream.range(0, flows.size())
                .mapToObj(i ->
                        there.get(i) != null && there.get(i).is(flows.get(i).generation()))
                .toList();
    }

    @Override
    public void close() {
        plane.close();
    }
}
