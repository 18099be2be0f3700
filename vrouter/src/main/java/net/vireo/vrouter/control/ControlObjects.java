// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;
import net.vireo.linux.LinuxException;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.NetlinkHeader;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.RequestHandler;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoDump;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VireoRss;
import net.vireo.sandesh.VireoTrace;
import net.vireo.sandesh.VrDropStats;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrVrf;
import net.vireo.sandesh.VrouterOps;
import net.vireo.vrouter.capture.Captures;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.trace.Traces;

/**
 * All control objects of one router: gives each request to its handler and turns whatever goes wrong into an error for
 * the client and a sentence in the log. Objects of the protocol that have no handler are refused as not supported.
 * Control thread only; without sockets.
 */
public final class ControlObjects implements RequestHandler {
    private static final LimitedLog LOG = new LimitedLog(ControlObjects.class);

    /** The share of the heap that route trees may take: a tree is copied when it grows. */
    private static final long HEAP_SHARE = 4;

    /** What one array of slots can hold when it has doubled. */
    private static final long MAX_TREE_BYTES = 1L << 31;

    private final RefusalLog refusals = new RefusalLog();
    private final Tables tables;
    private final InterfaceHandler interfaces;
    private final NexthopHandler nexthops;
    private final RouteHandler routes;
    private final MplsHandler labels;
    private final VrfHandler vrfs;
    private final DropStatsHandler drops;
    private final RouterHandler router;
    private final TraceHandler traces;
    private final DumpHandler captures;
    private final LedgerHandler ledger;
    private final RssHandler rss;
    private final QueueHandler queues;
    private final FeatureHandlers features;
    private ChangeLog changes = ChangeLog.NONE;

    /**
     * @param tables what requests change; from now on nobody else writes to them
     * @param ports opens and closes the devices of vifs
     * @param snapshots the counters that replies carry
     * @param traces the router's trace hook
     * @param captures the router's captures of vifs
     * @param observer is told of tunnels to resolve; {@link NexthopObserver#NONE} when nobody does
     * @param build what answers to a question for the build
     */
    public ControlObjects(
            final Tables tables,
            final VifPorts ports,
            final Snapshots snapshots,
            final Traces traces,
            final Captures captures,
            final NexthopObserver observer,
            final BuildInfo build) {
        this(tables, ports, snapshots, traces, captures, observer, build, ControlServices.NONE);
    }

    /** @param services what this router has beside the others */
    public ControlObjects(
            final Tables tables,
            final VifPorts ports,
            final Snapshots snapshots,
            final Traces traces,
            final Captures captures,
            final NexthopObserver observer,
            final BuildInfo build,
            final ControlServices services) {
        this(
                tables,
                ports,
                liveTraffic(snapshots.counters()),
                snapshots,
                traces,
                captures,
                observer,
                build,
                services,
                Paging.BY_BYTES);
    }

    ControlObjects(
            final Tables tables,
            final VifPorts ports,
            final ClearableTraffic traffic,
            final Snapshots snapshots,
            final Traces traces,
            final Captures captures,
            final NexthopObserver observer,
            final BuildInfo build,
            final ControlServices services,
            final Paging paging) {
        this.tables = tables;
        this.interfaces = new InterfaceHandler(tables, ports, traffic, observer, services.fatFlows(), paging);
        this.nexthops = new NexthopHandler(tables, observer, paging);
        this.routes = new RouteHandler(
                tables, paging, Math.min(Runtime.getRuntime().maxMemory() / HEAP_SHARE, MAX_TREE_BYTES));
        this.labels = new MplsHandler(tables, paging);
        this.vrfs = new VrfHandler(tables, paging);
        this.drops = new DropStatsHandler(traffic);
        this.router = new RouterHandler(tables, build, services, this::deleteAllObjects);
        this.traces = new TraceHandler(traces, tables);
        this.captures = new DumpHandler(captures, tables);
        this.ledger = new LedgerHandler(snapshots);
        this.rss = new RssHandler(ports);
        this.queues = new QueueHandler(ports, tables, paging);
        this.features = new FeatureHandlers(tables, ports, traffic, snapshots, build, services, paging);
    }

    private static ClearableTraffic liveTraffic(final CounterFile counters) {
        final int[] cores = new int[counters.lcoreCount()];
        for (int lcore = 0; lcore < cores.length; lcore++) {
            cores[lcore] = counters.lcoreNumber(lcore);
        }
        return new ClearableTraffic(new CounterFileTraffic(counters), cores);
    }

    @Override
    public void handle(final SandeshObject<?> request, final ReplyWriter reply) {
        try {
            dispatch(request, reply);
            if (changesState(request)) {
                changes.accepted(request);
            }
        } catch (final Refusal refusal) {
            refusals.refused(request, refusal);
            reply.fail(refusal.error());
        } catch (final IllegalArgumentException invalid) {
            // A list of the wrong length: the session answers with EINVAL.
            refusals.refused(request, invalid);
            throw invalid;
        } catch (final LinuxException failure) {
            refusals.refused(request, failure);
            reply.code(-failure.errno());
        } catch (final RuntimeException fault) {
            LOG.log(Level.ERROR, "fault while handling " + request.objectName(), fault);
            reply.fail(ResponseError.EIO);
        }
    }

    /** Gives requests that make the objects beside the few basic ones again. */
    void featureRequests(final RequestSink to) {
        features.requests(to);
    }

    /** From now on every request that changed something is told to a log. */
    public void logTo(final ChangeLog log) {
        changes = log;
    }

    /**
     * Carries out a request of an earlier process again, as it was carried out then. It is not logged.
     *
     * @return why it was refused, if it was
     */
    public Optional<String> replay(final SandeshObject<?> request) {
        try {
            dispatch(request, new ReplyWriter(NetlinkHeader.request(0, 0)));
            return Optional.empty();
        } catch (final RuntimeException refusal) {
            return Optional.of(request.op() + " of " + request.objectName() + ": " + refusal.getMessage());
        }
    }

    /**
     * Gives requests that, replayed in this order in a new router, make the state of this one. Each must be used or
     * encoded before the next one comes.
     */
    public void snapshot(final Consumer<SandeshObject<?>> to) {
        final StateSnapshot snapshot = new StateSnapshot(tables, to);
        to.accept(router.request());
        vrfs.requests(to);
        interfaces.requests(snapshot);
        nexthops.requests(snapshot);
        labels.requests(snapshot);
        routes.requests(snapshot);
        featureRequests(snapshot);
    }

    /** Kinds of object that hold state; what is added here is added to {@link #snapshot} too. */
    private static boolean changesState(final SandeshObject<?> request) {
        return switch (request) {
            case VrInterface object -> isAddOrDelete(object);
            case VrNexthop object -> isAddOrDelete(object);
            case VrRoute object -> isAddOrDelete(object);
            case VrMpls object -> isAddOrDelete(object);
            case VrVrf object -> isAddOrDelete(object);
            case VrouterOps object -> object.op() == SandeshOp.ADD || object.op() == SandeshOp.RESET;
            default -> FeatureHandlers.changesState(request);
        };
    }

    private static boolean isAddOrDelete(final SandeshObject<?> request) {
        return request.op() == SandeshOp.ADD || request.op() == SandeshOp.DEL;
    }

    /** Deletes everything that clients made, and closes the devices: at the end of the process and on request. */
    public void deleteAllObjects() {
        interfaces.detachAll();
        tables.clear();
        nexthops.clear();
        interfaces.clear();
        features.clear();
    }

    private void dispatch(final SandeshObject<?> request, final ReplyWriter reply) {
        switch (request) {
            case VrInterface object -> interfaces.handle(object, reply);
            case VrNexthop object -> nexthops.handle(object, reply);
            case VrRoute object -> routes.handle(object, reply);
            case VrMpls object -> labels.handle(object, reply);
            case VrVrf object -> vrfs.handle(object, reply);
            case VrDropStats object -> drops.handle(object, reply);
            case VrouterOps object -> router.handle(object, reply);
            case VireoTrace object -> traces.handle(object, reply);
            case VireoDump object -> captures.handle(object, reply);
            case VireoLedger object -> ledger.handle(object, reply);
            case VireoRss object -> rss.handle(object, reply);
            case VireoQueue object -> queues.handle(object, reply);
            default -> features.handle(request, reply);
        }
    }
}
