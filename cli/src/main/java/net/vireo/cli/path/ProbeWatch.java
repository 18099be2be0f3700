// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.vireo.cli.text.PacketLine;
import net.vireo.cli.walk.Step;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoProbe;
import net.vireo.sandesh.VireoTrace;
import net.vireo.sandesh.VrouterException;
import net.vireo.vrouter.trace.TraceStep;
import net.vireo.vrouter.trace.Traces;

/**
 * Sends a probe and follows it: every node watches for its mark, and tells the walk of each packet that had it. Sessions
 * are ended whatever happens.
 */
final class ProbeWatch implements AutoCloseable {
    /** A packet waits for a verdict for two seconds at most; then it is dropped, and its walk has ended. */
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(4);

    private static final long POLL_MS = 20;

    /** How often it may pass one node. */
    private static final int WALKS_PER_NODE = 8;

    private final Fleet fleet;
    private final Map<RouterNode, Integer> sessions = new HashMap<>();
    private final Map<RouterNode, Integer> seen = new HashMap<>();
    private final List<Hop> hops = new ArrayList<>();

    private ProbeWatch(final Fleet fleet, final byte[] mark, final boolean stops) {
        this.fleet = fleet;
        for (final RouterNode node : fleet.nodes()) {
            final VireoTrace armed = node.client()
                    .request(new VireoTrace()
                            .op(SandeshOp.ADD)
                            .put(VireoTrace.VIF, Traces.ANY_VIF)
                            .put(VireoTrace.COUNT, WALKS_PER_NODE)
                            .put(VireoTrace.MARK, mark)
                            .put(VireoTrace.STOPS, stops ? 1 : 0))
                    .first(VireoTrace.class);
            sessions.put(node, armed.value(VireoTrace.SESSION));
        }
    }

    /**
     * Sends a probe on a guest's behalf and answers the way that it took.
     *
     * @param stops whether it ends before a guest gets it
     */
    static List<Hop> send(
            final Fleet fleet,
            final Sender from,
            final int queue,
            final byte[] frame,
            final byte[] mark,
            final boolean stops) {
        try (ProbeWatch watch = new ProbeWatch(fleet, mark, stops)) {
            from.node()
                    .client()
                    .request(new VireoProbe()
                            .op(SandeshOp.ADD)
                            .put(VireoProbe.VIF, from.vif())
                            .put(VireoProbe.QUEUE, queue)
                            .put(VireoProbe.FRAME, frame));
            watch.follow(from.node());
            return watch.hops;
        }
    }

    /** Waits at one node after the other that it must arrive at. */
    private void follow(final RouterNode first) {
        final long endNs = System.nanoTime() + TIMEOUT_NS;
        final List<RouterNode> arrivals = new ArrayList<>(List.of(first));
        for (int i = 0; i < arrivals.size() && i < WALKS_PER_NODE * sessions.size(); i++) {
            final Hop hop = await(arrivals.get(i), endNs);
            if (hop == null) {
                return;
            }
            hops.add(hop);
            for (final Step step : hop.departures()) {
                final Optional<RouterNode> to =
                        hop.node().kind(step.transmitVif()).equals("fabric")
                                ? fleet.at(hop.node().tunnelTo(step.nexthop()))
                                : Optional.empty();
                hop.sent()
                        .add(new Hop.Sent(
                                step.packet(),
                                step.transmitVif(),
                                step.lengthBytes(),
                                to.isPresent() ? arrivals.size() : Hop.NOWHERE));
                to.ifPresent(arrivals::add);
            }
        }
    }

    /** @return the next walk that a node caught, or null when none came in time */
    private Hop await(final RouterNode node, final long endNs) {
        final int number = seen.merge(node, 1, Integer::sum) - 1;
        while (true) {
            final VireoTrace caught = fetch(node, number, 0);
            if (caught.value(VireoTrace.STEP_COUNT) > 0) {
                return hop(node, number, caught);
            }
            if (System.nanoTime() - endNs >= 0 || !pause()) {
                return null;
            }
        }
    }

    private Hop hop(final RouterNode node, final int number, final VireoTrace caught) {
        final byte[] steps = new byte[caught.value(VireoTrace.STEP_COUNT) * TraceStep.LENGTH_BYTES];
        byte[] part = caught.value(VireoTrace.STEPS);
        int filled = 0;
        while (part.length > 0 && filled + part.length <= steps.length) {
            System.arraycopy(part, 0, steps, filled, part.length);
            filled += part.length;
            part = filled < steps.length
                    ? fetch(node, number, filled / TraceStep.LENGTH_BYTES).value(VireoTrace.STEPS)
                    : new byte[0];
        }
        final Step first = Step.decode(steps).getFirst();
        return new Hop(
                node,
                first.vif(),
                Hop.UNKNOWN,
                Hop.UNKNOWN,
                first.lcore(),
                PacketLine.describe(caught.value(VireoTrace.HEAD)),
                steps,
                Hop.UNKNOWN);
    }

    private VireoTrace fetch(final RouterNode node, final int packet, final int firstStep) {
        return node.client()
                .request(new VireoTrace()
                        .op(SandeshOp.GET)
                        .put(VireoTrace.SESSION, sessions.get(node))
                        .put(VireoTrace.PACKET, packet)
                        .put(VireoTrace.FIRST_STEP, firstStep))
                .first(VireoTrace.class);
    }

    /** @return false when the thread was interrupted */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            return true;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        sessions.forEach((node, session) -> {
            try {
                node.client().request(new VireoTrace().op(SandeshOp.DEL).put(VireoTrace.SESSION, session));
            } catch (final VrouterException gone) {
                // The data plane is gone, and the session with it.
            }
        });
    }
}
