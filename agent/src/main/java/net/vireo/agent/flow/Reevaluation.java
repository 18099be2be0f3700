// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import net.vireo.vrouter.flow.FlowDropReason;

/** Goes over flows that a change touched, a batch at a time, so that new flows need not wait for all of them. */
public final class Reevaluation {
    private final FlowBook book;
    private final Iterator<KnownFlow> flows;
    private final FlowSetup setup;
    private final RuleStats stats;
    private int keptCount;

    Reevaluation(
            final FlowBook book, final Collection<KnownFlow> touched, final FlowSetup setup, final RuleStats stats) {
        this.book = book;
        flows = new ArrayList<>(touched).iterator();
        this.setup = setup;
        this.stats = stats;
    }

    /** Whether all have been judged. */
    public boolean isDone() {
        return !flows.hasNext();
    }

    /** The flows that it has not come to. */
    List<KnownFlow> rest() {
        final List<KnownFlow> rest = new ArrayList<>();
        flows.forEachRemaining(rest::add);
        return rest;
    }

    /** How many stay as they are, so far. */
    public int keptCount() {
        return keptCount;
    }

    /**
     * Judges some more.
     *
     * @param most how many flows are looked at
     * @return what is to be done; flows that stay as they are have no part in it
     */
    public List<FlowChange> next(final int most) {
        final List<FlowChange> changes = new ArrayList<>();
        for (int i = 0; i < most && flows.hasNext(); i++) {
            final KnownFlow flow = flows.next();
            final FlowChange change = flow.isKnown() ? judge(flow) : null;
            if (change != null) {
                changes.add(change);
            } else if (flow.isKnown()) {
                keptCount++;
            }
        }
        return changes;
    }

    private FlowChange judge(final KnownFlow flow) {
        final FlowDecision was = flow.decision();
        if (was.refusal() != null) {
            // Whether there is room is asked when it comes again: what was refused does not live long.
            return null;
        }
        final FlowDecision now = book.judge(flow, setup);
        final FlowEntry oldForward = flow.forward();
        final FlowEntry oldReverse = flow.reverse();
        if (!now.passes()) {
            if (was.passes()) {
                return revoke(flow, now, oldForward, oldReverse);
            }
            book.replace(flow, now.withReverse(was.reverse()));
            return was.reason() == now.reason()
                    ? null
                    : new FlowChange(flow, FlowChange.Kind.UPDATE, flow.forward(), flow.reverse(), now.reason());
        }
        if (was.reverse() != null && !isSameWay(was.reverse(), now.reverse())) {
            return replace(flow, now, oldForward, oldReverse);
        }
        book.replace(flow, now);
        if (!was.passes()) {
            return new FlowChange(flow, FlowChange.Kind.PERMIT, flow.forward(), flow.reverse(), null);
        }
        return was.forward().sameWork(now.forward()) && was.reverse().sameWork(now.reverse())
                ? null
                : new FlowChange(flow, FlowChange.Kind.UPDATE, flow.forward(), flow.reverse(), null);
    }

    private static boolean isSameWay(final FlowEntry before, final FlowEntry now) {
        return before.key().equals(now.key());
    }

    private FlowChange replace(
            final KnownFlow flow, final FlowDecision now, final FlowEntry oldForward, final FlowEntry oldReverse) {
        final boolean translates =
                now.path().translates() || flow.decision().path().translates();
        book.replace(flow, now);
        book.remove(flow);
        return new FlowChange(
                flow,
                FlowChange.Kind.REPLACE,
                oldForward,
                oldReverse,
                translates ? FlowDropReason.NAT_CHANGE : FlowDropReason.REVERSE_FLOW_CHANGE);
    }

    /** Both entries stay and drop: were the answers' deleted, the other end could take the session up by its next packet. */
    private FlowChange revoke(
            final KnownFlow flow, final FlowDecision now, final FlowEntry oldForward, final FlowEntry oldReverse) {
        final FlowEntry forward = oldForward.dropping(now.reason());
        final FlowEntry reverse = oldReverse.dropping(now.reason());
        if (now.policy() != null) {
            stats.revoked(now.policy());
        }
        book.replace(flow, now.withReverse(reverse));
        return new FlowChange(flow, FlowChange.Kind.REVOKE, forward, reverse, now.reason());
    }
}
