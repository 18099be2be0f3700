// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.predict;

import java.util.List;

/** What would become of a packet. Immutable. */
public final class Prediction {
    /** No step rests on an assumption. */
    public static final int NOTHING_ASSUMED = -1;

    private final byte[] steps;
    private final int assumedFrom;
    private final boolean waiting;
    private final List<SentFrame> sent;

    Prediction(final byte[] steps, final int assumedFrom, final boolean waiting, final List<SentFrame> sent) {
        this.steps = steps;
        this.assumedFrom = assumedFrom;
        this.waiting = waiting;
        this.sent = List.copyOf(sent);
    }

    /** Its walk, {@link net.vireo.vrouter.trace.TraceStep#LENGTH_BYTES} for each node; a copy. */
    public byte[] steps() {
        return steps.clone();
    }

    /**
     * From which step on the walk rests on a verdict that an agent was assumed to give, which is to forward; {@link
     * #NOTHING_ASSUMED} when it does not.
     */
    public int assumedFrom() {
        return assumedFrom;
    }

    /** Whether some packet of it waits inside in the end: a fragment for the first one of its datagram. */
    public boolean isWaiting() {
        return waiting;
    }

    /** What leaves, in the order in which each vif sends it. */
    public List<SentFrame> sent() {
        return sent;
    }
}
