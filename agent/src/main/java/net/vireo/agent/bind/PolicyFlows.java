// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import net.vireo.agent.flow.FlowBook;
import net.vireo.agent.flow.FlowInstall;
import net.vireo.agent.flow.FlowKey;
import net.vireo.agent.flow.FlowLimits;
import net.vireo.agent.flow.FlowMiss;
import net.vireo.agent.flow.FlowSetup;
import net.vireo.agent.flow.HostPorts;
import net.vireo.agent.flow.KnownFlow;
import net.vireo.agent.host.Doors;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.FlowDecider;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.policy.IpAddress;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.Reply;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;

/**
 * Judges flows by the configured policies. The key of a missed flow is asked for, since its packet may not show it. A flow
 * is known here for some seconds, so that packets that come both ways at once are one conversation; after that the data
 * plane alone has it, with the verdict that it got.
 */
public final class PolicyFlows implements FlowDecider {
    private static final LimitedLog LOG = new LimitedLog(PolicyFlows.class);
    private static final long KEPT_NS = 10_000_000_000L;
    private static final int MOST_KEPT = 100_000;

    private final Path controlSocket;
    private final Supplier<OperState> state;
    private final Supplier<Doors> doors;
    private final FlowBook book = new FlowBook(FlowLimits.STANDARD, HostPorts.NO_PORTS);
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private VrouterClient client;
    private OperState judgedBy;
    private Doors judgedWith = Doors.NONE;
    private FlowSetup setup;
    private final AtomicLong decidedCount = new AtomicLong();
    private final AtomicLong failedCount = new AtomicLong();

    private record Kept(KnownFlow flow, long untilNs) {}

    /** A flow under way: what was sent for it lies in a range of the requests. */
    private record Job(KnownFlow flow, FlowInstall install, List<VrFlow> requests) {}

    /**
     * Connects when there is something to decide.
     *
     * @param state the database of the moment
     * @param doors where link-local services are at the moment
     */
    public PolicyFlows(final Path controlSocket, final Supplier<OperState> state, final Supplier<Doors> doors) {
        this.doors = doors;
        this.controlSocket = controlSocket;
        this.state = state;
    }

    @Override
    public void decide(final List<TrappedPacket> misses) {
        long done = 0;
        try {
            if (client == null) {
                client = VrouterClient.connect(controlSocket);
            }
            look();
            done = install(jobs(asked(misses)));
        } catch (final VrouterException gone) {
            LOG.log(Level.INFO, "the data plane does not answer: " + gone.getMessage());
            close();
        }
        decidedCount.addAndGet(done);
        failedCount.addAndGet(misses.size() - done);
        forget(System.nanoTime());
    }

    @Override
    public boolean isReady() {
        return state.get().isReady();
    }

    private void look() {
        final OperState now = state.get();
        final Doors open = doors.get();
        if (now != judgedBy || !open.equals(judgedWith)) {
            judgedBy = now;
            judgedWith = open;
            final Policies policies = new Policies(now.config());
            setup = new FlowSetup(new NodeView(now, policies, open), policies.set(), HostPorts.NO_PORTS);
        }
    }

    private List<FlowMiss> asked(final List<TrappedPacket> misses) {
        final List<VireoFlowList> questions = misses.stream()
                .map(packet -> new VireoFlowList().op(SandeshOp.GET).put(VireoFlowList.INDEX, packet.parameter(0)))
                .toList();
        final List<Reply> replies = client.answers(questions);
        final List<FlowMiss> known = new ArrayList<>();
        for (int i = 0; i < misses.size(); i++) {
            miss(misses.get(i), replies.get(i)).ifPresent(known::add);
        }
        return known;
    }

    /** Empty when the flow is gone, or another one has its slot. */
    private static Optional<FlowMiss> miss(final TrappedPacket packet, final Reply reply) {
        final List<VireoFlowList> flows = reply.all(VireoFlowList.class);
        if (flows.isEmpty() || flows.getFirst().value(VireoFlowList.GEN_ID) != packet.parameter(5)) {
            return Optional.empty();
        }
        final VireoFlowList flow = flows.getFirst();
        final boolean ipv6 = flow.value(VireoFlowList.FAMILY) == Family.INET6;
        return Optional.of(FlowMiss.of(
                packet.parameter(0),
                packet.parameter(5),
                packet.vif(),
                packet.vrf(),
                new FlowKey(
                        flow.value(VireoFlowList.KEY_NH_ID),
                        address(ipv6, flow.value(VireoFlowList.SOURCE)),
                        address(ipv6, flow.value(VireoFlowList.DESTINATION)),
                        flow.value(VireoFlowList.PROTO),
                        flow.value(VireoFlowList.SOURCE_PORT),
                        flow.value(VireoFlowList.DESTINATION_PORT))));
    }

    private static IpAddress address(final boolean ipv6, final byte[] octets) {
        final ByteBuffer bytes = ByteBuffer.wrap(octets);
        return ipv6 ? IpAddress.ipv6(bytes.getLong(), bytes.getLong()) : IpAddress.ipv4(bytes.getInt());
    }

    private List<Job> jobs(final List<FlowMiss> misses) {
        final long untilNs = System.nanoTime() + KEPT_NS;
        final List<Job> jobs = new ArrayList<>();
        for (final FlowMiss miss : misses) {
            final KnownFlow flow = book.decide(miss, setup);
            kept.add(new Kept(flow, untilNs));
            final FlowInstall install = new FlowInstall(book, flow);
            jobs.add(new Job(flow, install, install.requests()));
        }
        return jobs;
    }

    /** Sends what all of them have to say, and what follows from the answers. @return how many the data plane has now */
    private long install(final List<Job> jobs) {
        List<Job> open = jobs;
        while (!open.isEmpty()) {
            final List<VrFlow> all =
                    open.stream().flatMap(job -> job.requests().stream()).toList();
            final List<Reply> replies = client.answers(all);
            final List<Job> next = new ArrayList<>();
            int at = 0;
            for (final Job job : open) {
                final List<VrFlow> more = job.install()
                        .answered(replies.subList(at, at + job.requests().size()));
                at += job.requests().size();
                if (!more.isEmpty()) {
                    next.add(new Job(job.flow(), job.install(), more));
                }
            }
            open = next;
        }
        return jobs.stream()
                .filter(job -> job.install().outcome() == FlowInstall.Outcome.DONE
                        || job.install().outcome() == FlowInstall.Outcome.NO_ROOM)
                .count();
    }

    private void forget(final long nowNs) {
        while (!kept.isEmpty() && (kept.size() > MOST_KEPT || nowNs - kept.getFirst().untilNs >= 0)) {
            book.remove(kept.removeFirst().flow);
        }
    }

    @Override
    public long decidedCount() {
        return decidedCount.get();
    }

    @Override
    public long failedCount() {
        return failedCount.get();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
