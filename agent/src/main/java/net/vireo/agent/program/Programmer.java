// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.verdict.VerdictPlan;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.Change;
import net.vireo.cli.tables.Difference;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.tables.Requests;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.VrouterException;
import net.vireo.vrouter.table.Vif;

/**
 * Keeps a data plane as the operational database wants it. It knows what the data plane has from reading it after every
 * connection and from what was accepted since; so a change costs its difference, and a restart of the agent costs
 * nothing. What is refused is tried again, later each time; the rest goes on. One thread, which also tells the time.
 */
public final class Programmer implements AutoCloseable {
    private static final long RECONNECT_NS = 500_000_000L;
    private static final long PROBE_NS = 1_000_000_000L;
    private static final long AUDIT_NS = 60_000_000_000L;
    private static final long FIRST_RETRY_NS = 1_000_000_000L;
    private static final long LAST_RETRY_NS = 32_000_000_000L;

    private final DataPlane.Connector connector;
    private final NameJournal journal;
    private final long settleNs;
    private final SortedMap<String, String> failures = new TreeMap<>();
    private final Set<Integer> readVrfs = new HashSet<>();
    private NodeState actual = new NodeState();
    private DataPlane dataPlane;
    private String connectionProblem = "not connected yet";
    private boolean ready;
    private long settledAtNs;
    private long nextConnectNs;
    private boolean tried;
    private long nextProbeNs;
    private long nextAuditNs;
    private long nextRetryNs;
    private long retryNs = FIRST_RETRY_NS;
    private long connectCount;
    private long sentCount;
    private long refusedCount;
    private boolean stale;
    private final VerdictProgram verdicts = new VerdictProgram();

    /**
     * Connects to nothing yet.
     *
     * @param journal what ids are called, over restarts
     * @param settleNs how long after the start what is not wanted is left alone: not everything may be configured yet
     */
    public Programmer(final DataPlane.Connector connector, final NameJournal journal, final long settleNs) {
        this.connector = connector;
        this.journal = journal;
        this.settleNs = settleNs;
    }

    /**
     * What it has done.
     *
     * @param connects how often it found a data plane
     * @param sent requests that changed something, or tried to
     * @param refused of those
     */
    public record Counts(long connects, long sent, long refused) {}

    /**
     * Does what is due: connects, sees whether the data plane still answers, reads it again now and then.
     *
     * @return whether {@link #program} is to be called: what the data plane has is news, or something waits for its time
     */
    public boolean tick(final long nowNs) {
        try {
            if (dataPlane == null) {
                return (!tried || nowNs - nextConnectNs >= 0) && connect(nowNs);
            }
            if (nowNs - nextAuditNs >= 0) {
                read(nowNs);
                return true;
            }
            if (nowNs - nextProbeNs >= 0) {
                nextProbeNs = nowNs + PROBE_NS;
                dataPlane.probe();
            }
            return (!failures.isEmpty() || !verdicts.failures().isEmpty()) && nowNs - nextRetryNs >= 0
                    || (stale || verdicts.isStale()) && isSettled(nowNs);
        } catch (final VrouterException gone) {
            disconnect(gone.getMessage());
            return false;
        }
    }

    private boolean connect(final long nowNs) {
        tried = true;
        nextConnectNs = nowNs + RECONNECT_NS;
        dataPlane = connector.connect();
        connectCount++;
        connectionProblem = "";
        failures.clear();
        retryNs = FIRST_RETRY_NS;
        read(nowNs);
        return true;
    }

    private void read(final long nowNs) {
        actual = dataPlane.read();
        verdicts.read(dataPlane);
        readVrfs.clear();
        final Set<Integer> vrfs = new TreeSet<>(journal.names().vrfs().keySet());
        journal.names().routes().forEach(route -> vrfs.add(route.vrf()));
        actual.vifs().values().forEach(vif -> vrfs.add(vif.vrf()));
        actual.nexthops().values().forEach(nexthop -> vrfs.add(nexthop.vrf()));
        readRoutes(vrfs);
        nextProbeNs = nowNs + PROBE_NS;
        nextAuditNs = nowNs + AUDIT_NS;
    }

    private void readRoutes(final Set<Integer> vrfs) {
        for (final int vrf : vrfs) {
            if (vrf >= 0 && vrf != Vif.NO_VRF && readVrfs.add(vrf)) {
                dataPlane.readRoutes(vrf, actual);
            }
        }
    }

    private void disconnect(final String reason) {
        if (dataPlane != null) {
            dataPlane.close();
        }
        dataPlane = null;
        connectionProblem = reason;
    }

    private boolean isSettled(final long nowNs) {
        return ready && nowNs - settledAtNs >= 0;
    }

    /** The same where every flow is the agent's to judge. */
    public void program(final OperState wanted, final long nowNs) {
        program(wanted, VerdictPlan.NONE, nowNs);
    }

    /**
     * Sends what differs. Without a data plane, or while it is not known what the node is, nothing happens.
     *
     * @param wanted made from {@link #actual} and {@link #names}
     * @param plan by what lcores are to decide
     */
    public void program(final OperState wanted, final VerdictPlan plan, final long nowNs) {
        if (dataPlane == null || !wanted.isReady()) {
            return;
        }
        if (!ready) {
            ready = true;
            settledAtNs = nowNs + settleNs;
        }
        try {
            // A VRF that nothing named when the tables were read, as when the names are lost.
            readRoutes(wanted.names().vrfs().keySet());
            // Before anything else: an lcore must not judge a guest by the tables of another.
            verdicts.withdraw(dataPlane, plan, isSettled(nowNs));
        } catch (final VrouterException gone) {
            disconnect(gone.getMessage());
            return;
        }
        final NodeNames owned = Ownership.of(actual, journal.names());
        final Difference difference = Difference.between(actual, wanted.wanted(), owned, wanted.names());
        final List<Change> steps = Steps.order(difference.changes(), isSettled(nowNs));
        stale = steps.size() < difference.changes().size();
        if (steps.isEmpty()) {
            // What was refused is not wanted any more, or there after all.
            failures.clear();
            retryNs = FIRST_RETRY_NS;
        } else {
            // Old and new first: a death in between must not make us forget what is whose.
            journal.write(wanted.names().with(journal.names()));
            send(steps, wanted, nowNs);
        }
        program(plan, nowNs);
        if (dataPlane != null) {
            journal.write(stale || !failures.isEmpty() ? wanted.names().with(journal.names()) : wanted.names());
        }
    }

    private void program(final VerdictPlan plan, final long nowNs) {
        if (dataPlane == null) {
            return;
        }
        try {
            verdicts.program(dataPlane, plan, isSettled(nowNs));
        } catch (final VrouterException gone) {
            disconnect(gone.getMessage());
            return;
        }
        if (!verdicts.failures().isEmpty() && failures.isEmpty()) {
            nextRetryNs = nowNs + LAST_RETRY_NS;
        }
    }

    private void send(final List<Change> steps, final OperState wanted, final long nowNs) {
        final List<SandeshObject<?>> requests = new ArrayList<>();
        steps.forEach(
                step -> requests.add(Requests.of(step, wanted.wanted().routes().values())));
        final int[] codes;
        try {
            codes = dataPlane.send(requests);
        } catch (final VrouterException gone) {
            disconnect(gone.getMessage());
            return;
        }
        failures.clear();
        for (int i = 0; i < codes.length; i++) {
            sentCount++;
            if (ResponseCode.isError(codes[i])) {
                refusedCount++;
                failures.put(steps.get(i).toString(), ResponseError.describe(codes[i]));
            } else if (steps.get(i).sign() == Change.DELETE) {
                actual.remove(steps.get(i).item());
            } else {
                actual.add(steps.get(i).item());
            }
        }
        if (failures.isEmpty()) {
            retryNs = FIRST_RETRY_NS;
        } else {
            nextRetryNs = nowNs + retryNs;
            retryNs = Math.min(2 * retryNs, LAST_RETRY_NS);
        }
    }

    /** What the data plane has, as far as is known. */
    public NodeState actual() {
        return actual;
    }

    /** What its ids are called. */
    public NodeNames names() {
        return journal.names();
    }

    /** Why there is no data plane, empty when there is one. */
    public Optional<String> connectionProblem() {
        return connectionProblem.isEmpty() ? Optional.empty() : Optional.of(connectionProblem);
    }

    /** Changes that the data plane refuses, with its reasons. */
    public Map<String, String> failures() {
        final Map<String, String> all = new TreeMap<>(failures);
        all.putAll(verdicts.failures());
        return Map.copyOf(all);
    }

    /** Whether something that nobody wants is still there, until the settling time is over. */
    public boolean hasStale() {
        return stale || verdicts.isStale();
    }

    /** What it has done since it was made. */
    public Counts counts() {
        return new Counts(connectCount, sentCount + verdicts.sentCount(), refusedCount + verdicts.refusedCount());
    }

    @Override
    public void close() {
        disconnect("closed");
    }
}
