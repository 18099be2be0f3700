// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.ArrayList;
import java.util.List;
import net.vireo.sandesh.Reply;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowResponse;
import net.vireo.vrouter.flow.FlowDropReason;

/**
 * Carries a flow's entries to the data plane (sheet control-plane 4.5, phases 2 to 6): says what to send, and takes the
 * answers. The reverse entry goes first, so that an answer to the flow's first packet finds it. One thread, one use.
 *
 * <pre>
 *   final FlowInstall install = new FlowInstall(book, flow);
 *   for (List&lt;VrFlow&gt; next = install.requests(); !next.isEmpty(); next = install.answered(client.answers(next))) {}
 * </pre>
 */
public final class FlowInstall {
    private final FlowBook book;
    private final KnownFlow flow;
    private Outcome outcome = Outcome.WAITS;
    private Stage stage = Stage.FIRST;
    private boolean reverseSent;

    /** The slot of the answers' entry when it was sent, or none. */
    private int reverseSlot;

    private enum Stage {
        FIRST,
        /** The slot that the answers' entry was known in is another's now: it is made anew. */
        REVERSE_AGAIN,
        /** The flow's own slot is another's, but its answers wait for a verdict: it is made anew for them. */
        FORWARD_AGAIN,
        SETTLED
    }

    /** What became of it. */
    public enum Outcome {
        /** Not all answers are there. */
        WAITS,
        /** The data plane has the flow. */
        DONE,
        /** The data plane has no room for the answers' entry: the flow drops until it is deleted. */
        NO_ROOM,
        /** The flow was gone, or its slot another's: it is forgotten. */
        GONE,
        /** The slot holds another key than the packet showed: forgotten; ask for the key and decide again. */
        OTHER_KEY
    }

    public FlowInstall(final FlowBook book, final KnownFlow flow) {
        this.book = book;
        this.flow = flow;
    }

    /** What to send first. */
    public List<VrFlow> requests() {
        final List<VrFlow> all = new ArrayList<>();
        final FlowEntry reverse = flow.reverse();
        // Answers that are to be dropped need no entry, but one that is there is to drop.
        reverseSlot = reverse == null ? FlowEntry.NONE : reverse.index();
        reverseSent = reverse != null && (flow.decision().passes() || reverse.index() != FlowEntry.NONE);
        if (reverseSent) {
            all.add(reverse.request());
        }
        // The link is the reverse entry's to make: named here it would fail with a slot that is not in use any more.
        all.add(flow.forward().request().put(VrFlow.RINDEX, FlowEntry.NONE));
        return all;
    }

    /**
     * Takes the answers to what was sent last.
     *
     * @param replies one for each request, in their order
     * @return what to send next, empty when there is nothing left to do
     */
    public List<VrFlow> answered(final List<Reply> replies) {
        final Stage now = stage;
        stage = Stage.SETTLED;
        return switch (now) {
            case FIRST -> first(replies);
            case REVERSE_AGAIN -> reverseAgain(replies.getFirst());
            case FORWARD_AGAIN -> forwardAgain(replies);
            case SETTLED -> List.of();
        };
    }

    private List<VrFlow> first(final List<Reply> replies) {
        book.installed(flow);
        final int forward = replies.getLast().code();
        final Reply reversed = reverseSent ? replies.getFirst() : null;
        if (reversed != null && (reversed.code() >= 0 || reversed.code() == ResponseError.EEXIST.code())) {
            final VrFlowResponse slot = reversed.first(VrFlowResponse.class);
            flow.reverseAt(slot.value(VrFlowResponse.INDEX), slot.value(VrFlowResponse.GEN_ID));
        }
        if (isStale(forward) && reverseSlot != FlowEntry.NONE && flow.decision().passes()) {
            stage = Stage.FORWARD_AGAIN;
            book.moved(flow, FlowEntry.NONE, 0);
            return List.of(flow.forward().request(), flow.reverse().request().put(VrFlow.RINDEX, FlowEntry.NONE));
        }
        if (forward < 0) {
            return gone(forward, reversed);
        }
        if (reversed != null
                && isStale(reversed.code())
                && reverseSlot != FlowEntry.NONE
                && flow.decision().passes()) {
            stage = Stage.REVERSE_AGAIN;
            flow.reverseAt(FlowEntry.NONE, 0);
            return List.of(flow.reverse().request());
        }
        if (reversed != null && reversed.code() == ResponseError.EEXIST.code()) {
            // Packets came both ways at once: the data plane has made the entry, which waits for its verdict too.
            outcome = Outcome.DONE;
            return List.of(flow.reverse().request());
        }
        if (reversed != null && reversed.code() < 0 && flow.decision().passes()) {
            return noRoom();
        }
        outcome = Outcome.DONE;
        return List.of();
    }

    private static boolean isStale(final int code) {
        return code == ResponseError.ENOENT.code()
                || code == ResponseError.EBADF.code()
                || code == ResponseError.EFAULT.code();
    }

    private List<VrFlow> reverseAgain(final Reply reversed) {
        final boolean exists = reversed.code() == ResponseError.EEXIST.code();
        if (reversed.code() < 0 && !exists) {
            return noRoom();
        }
        final VrFlowResponse slot = reversed.first(VrFlowResponse.class);
        flow.reverseAt(slot.value(VrFlowResponse.INDEX), slot.value(VrFlowResponse.GEN_ID));
        outcome = Outcome.DONE;
        return exists ? List.of(flow.reverse().request()) : List.of();
    }

    private List<VrFlow> forwardAgain(final List<Reply> replies) {
        final Reply made = replies.getFirst();
        final boolean exists = made.code() == ResponseError.EEXIST.code();
        if (made.code() < 0 && !exists || replies.getLast().code() < 0) {
            outcome = Outcome.GONE;
            book.remove(flow);
            return List.of();
        }
        final VrFlowResponse slot = made.first(VrFlowResponse.class);
        book.moved(flow, slot.value(VrFlowResponse.INDEX), slot.value(VrFlowResponse.GEN_ID));
        outcome = Outcome.DONE;
        return exists ? List.of(flow.forward().request()) : List.of();
    }

    private List<VrFlow> noRoom() {
        outcome = Outcome.NO_ROOM;
        book.replace(flow, flow.decision().dropping(FlowDropReason.FAILED_VROUTER_INSTALL));
        return List.of(flow.forward().request());
    }

    private List<VrFlow> gone(final int error, final Reply reversed) {
        outcome = error == ResponseError.EFAULT.code() ? Outcome.OTHER_KEY : Outcome.GONE;
        final boolean made = reversed != null && reversed.code() >= 0;
        final List<VrFlow> last = made ? List.of(flow.reverse().deletion()) : List.of();
        book.remove(flow);
        return last;
    }

    /** What became of it. */
    public Outcome outcome() {
        return outcome;
    }
}
