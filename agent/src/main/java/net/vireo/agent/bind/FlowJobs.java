// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.flow.FlowBook;
import net.vireo.agent.flow.FlowChange;
import net.vireo.agent.flow.FlowEntry;
import net.vireo.agent.flow.FlowInstall;
import net.vireo.agent.flow.FlowMiss;
import net.vireo.agent.flow.FlowSetup;
import net.vireo.agent.flow.KnownFlow;
import net.vireo.sandesh.Reply;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowDropReason;

/**
 * Carries decisions to the data plane, many at once. Flows that cannot be, for a reason that may pass, are deleted after
 * some seconds, so that their next packet asks again (a "short flow", sheet control-plane 4.5). One thread.
 */
final class FlowJobs {
    /** How long a short flow drops. */
    private static final long SHORT_NS = 5_000_000_000L;

    private static final int MOST_DELETED_AT_ONCE = 512;

    private final FlowPlane plane;
    private final FlowBook book;
    private final ArrayDeque<Passing> shorts = new ArrayDeque<>();

    private record Passing(KnownFlow flow, long untilNs) {}

    /** A flow under way: what was sent for it lies in a range of the requests. */
    private record Job(FlowInstall install, List<VrFlow> requests) {}

    FlowJobs(final FlowPlane plane, final FlowBook book) {
        this.plane = plane;
        this.book = book;
    }

    /** Judges new flows and sets their entries. @return how many the data plane has now */
    long install(final List<FlowMiss> misses, final FlowSetup setup, final long nowNs) {
        final List<KnownFlow> flows = new ArrayList<>();
        for (final FlowMiss miss : misses) {
            forgetWhatIsAnswered(miss);
            flows.add(book.decide(miss, setup));
        }
        return install(flows, nowNs);
    }

    /** What looks like the answers of a flow that is gone is a session of its own. */
    private void forgetWhatIsAnswered(final FlowMiss miss) {
        final KnownFlow known = book.find(miss.key());
        if (known != null
                && !known.isWaiting()
                && !known.key().equals(miss.key())
                && !plane.holds(known.slot(), known.generation())) {
            book.remove(known);
        }
    }

    private long install(final List<KnownFlow> flows, final long nowNs) {
        final List<Job> jobs = new ArrayList<>();
        for (final KnownFlow flow : flows) {
            final FlowInstall install = new FlowInstall(book, flow);
            jobs.add(new Job(install, install.requests()));
        }
        run(jobs);
        flows.forEach(flow -> deleteSoon(flow, nowNs));
        return jobs.stream()
                .filter(job -> job.install().outcome() == FlowInstall.Outcome.DONE
                        || job.install().outcome() == FlowInstall.Outcome.NO_ROOM)
                .count();
    }

    /** Sends what all of them have to say, and what follows from the answers. */
    private void run(final List<Job> jobs) {
        List<Job> open = jobs;
        while (!open.isEmpty()) {
            final List<VrFlow> all =
                    open.stream().flatMap(job -> job.requests().stream()).toList();
            final List<Reply> replies = plane.answers(all);
            final List<Job> next = new ArrayList<>();
            int at = 0;
            for (final Job job : open) {
                final List<VrFlow> more = job.install()
                        .answered(replies.subList(at, at + job.requests().size()));
                at += job.requests().size();
                if (!more.isEmpty()) {
                    next.add(new Job(job.install(), more));
                }
            }
            open = next;
        }
    }

    /** Does what a change of the database asks for: what ends first. */
    void apply(final List<FlowChange> changes, final long nowNs) {
        final List<VrFlow> requests = new ArrayList<>();
        final List<KnownFlow> permitted = new ArrayList<>();
        for (final FlowChange change : changes) {
            if (change.kind() == FlowChange.Kind.PERMIT) {
                permitted.add(change.flow());
            } else if (change.reason() == FlowDropReason.UNAVAILABLE_INTERFACE) {
                requests.addAll(deletion(change.flow()));
                book.remove(change.flow());
            } else {
                requests.addAll(change.requests());
                deleteSoon(change.flow(), nowNs);
            }
        }
        plane.answers(requests);
        install(permitted, nowNs);
    }

    /** Sends requests whose answers say nothing new. */
    void send(final List<VrFlow> requests) {
        plane.answers(requests);
    }

    /** Deletes a flow after some seconds, if it cannot be; one that must not be stays, and drops. */
    void deleteSoon(final KnownFlow flow, final long nowNs) {
        if (flow.isKnown() && flow.decision().isShort()) {
            shorts.add(new Passing(flow, nowNs + SHORT_NS));
        }
    }

    /** Deletes the short flows whose time has come. */
    void expire(final long nowNs) {
        final List<VrFlow> requests = new ArrayList<>();
        while (!shorts.isEmpty()
                && requests.size() < MOST_DELETED_AT_ONCE
                && nowNs - shorts.getFirst().untilNs() >= 0) {
            final KnownFlow flow = shorts.removeFirst().flow();
            if (flow.isKnown() && flow.decision().isShort()) {
                requests.addAll(deletion(flow));
                book.remove(flow);
            }
        }
        plane.answers(requests);
    }

    private static List<VrFlow> deletion(final KnownFlow flow) {
        final List<VrFlow> requests = new ArrayList<>(List.of(flow.forward().deletion()));
        if (flow.reverse() != null && flow.reverseSlot() != FlowEntry.NONE) {
            requests.add(flow.reverse().deletion());
        }
        return requests;
    }
}
