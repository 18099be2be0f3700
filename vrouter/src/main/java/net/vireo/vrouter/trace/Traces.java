// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.trace;

/** How the control socket arms traces and fetches what they caught. Called from the control thread. */
public interface Traces {
    /** Every vif. */
    int ANY_VIF = -1;

    /** What {@link #arm} answers when all sessions are taken. */
    int NO_SESSION = -1;

    /** The most packets that one session can catch. */
    int MAX_PACKETS = 64;

    /**
     * Starts to catch packets that come in on a vif.
     *
     * @param vif the vif's index or {@link #ANY_VIF}
     * @param count how many packets, cut to {@link #MAX_PACKETS}
     * @return the session's number, positive, or {@link #NO_SESSION}
     */
    default int arm(final int vif, final int count) {
        return arm(TraceWish.of(vif, Math.min(count, MAX_PACKETS)));
    }

    /**
     * Starts to catch packets.
     *
     * @return the session's number, positive, or {@link #NO_SESSION}
     */
    int arm(TraceWish wish);

    /** How many packets a session has caught so far, 0 for one that does not exist. */
    int captured(int session);

    /**
     * One packet's walk, or null when the session has not caught that many.
     *
     * @param packet 0 .. {@link #captured} - 1, in the order in which their walks ended
     */
    TraceWalk fetch(int session, int packet);

    /** Ends a session and forgets what it caught. Unknown sessions are ignored. */
    void disarm(int session);
}
