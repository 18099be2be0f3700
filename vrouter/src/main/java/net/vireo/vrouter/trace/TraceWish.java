// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.trace;

/**
 * Which packets a trace session catches, and what becomes of them.
 *
 * @param vif where they come in, or {@link Traces#ANY_VIF}
 * @param count how many, 1 to {@link Traces#MAX_PACKETS}
 * @param match which of them
 * @param stops whether they end before a guest or the host gets them: probes
 * @param maxSteps how many steps of each walk are kept
 */
public record TraceWish(int vif, int count, PacketMatch match, boolean stops, int maxSteps) {
    /** Enough for a packet and an answer. */
    static final int USUAL_STEPS = 40;

    /** Enough for a frame that is copied to all members of a group. */
    public static final int MANY_STEPS = 400;

    /** The next packets of a vif, which go on as ever. */
    public static TraceWish of(final int vif, final int count) {
        return of(vif, count, PacketMatch.ALL);
    }

    /** The next of them that match. */
    public static TraceWish of(final int vif, final int count, final PacketMatch match) {
        return new TraceWish(vif, count, match, false, USUAL_STEPS);
    }
}
