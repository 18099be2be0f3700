// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.trace;

/** The recorded walk of one packet. Immutable. */
public final class TraceWalk {
    private final byte[] steps;
    private final byte[] head;

    TraceWalk(final byte[] steps, final byte[] head) {
        this.steps = steps;
        this.head = head;
    }

    /** {@link TraceStep#LENGTH_BYTES} for each node, in the order of the walk. */
    public byte[] steps() {
        return steps.clone();
    }

    /** The packet's first bytes as it came in, up to 64. */
    public byte[] head() {
        return head.clone();
    }
}
