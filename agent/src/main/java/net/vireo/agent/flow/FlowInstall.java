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
    private boolean reverseSent;
    private boolean settled;

    /** What became of it. */
    public enum Outcome {
        /** Not all answers are there. */
        WAITS,
        /** The data plane has the flow. */
        DONE,
        /** The data plane has no room for the answers' entry: the flow drops until it is deleted. */
        NO_ROOM,
        /**
         * The flow was gone, or its slot another's: it is forgotten. When it was not the flow itself that was missed but its
         * answers, these wait still: decide about that miss again.
         */
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
        reverseSent = reverse != null && (flow.decision().passes() || reverse.index() != FlowEntry.NONE);
        if (reverseSent) {
            all.add(reverse.request());
        }
        all.add(flow.forward().request());
        return all;
    }

    /**
     * Takes the answers to what was sent last.
     *
     * @param replies one for each request, in their order
     * @return what to send next, empty when there is nothing left to do
     */
    public List<VrFlow> answered(final List<Reply> replies) {
        if (settled) {
            return List.of();
        }
        settled = true;
        book.installed(flow);
        final int forward = replies.getLast().code();
        final Reply reversed = reverseSent ? replies.getFirst() : null;
        if (reversed != null && (reversed.code() >= 0 || reversed.code() == ResponseError.EEXIST.code())) {
            final VrFlowResponse slot = reversed.first(VrFlowResponse.class);
            flow.reverseAt(slot.value(VrFlowResponse.INDEX), slot.value(VrFlowResponse.GEN_ID));
        }
        if (forward < 0) {
            return gone(forward, reversed);
        }
        if (reversed != null && reversed.code() == ResponseError.EEXIST.code()) {
            // Packets came both ways at once: the data plane has made the entry, which waits for its verdict too.
            outcome = Outcome.DONE;
            return List.of(flow.reverse().request());
        }
        if (reversed != null && reversed.code() < 0 && flow.decision().passes()) {
            outcome = Outcome.NO_ROOM;
            book.replace(flow, flow.decision().dropping(FlowDropReason.FAILED_VROUTER_INSTALL));
            return List.of(flow.forward().request());
        }
        outcome = Outcome.DONE;
        return List.of();
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
