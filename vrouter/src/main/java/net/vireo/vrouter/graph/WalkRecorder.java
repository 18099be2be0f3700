// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.vireo.vrouter.trace.TraceSession;
import net.vireo.vrouter.trace.TraceStep;

/**
 * Records the walks of traced packets at the graph's level: it looks at which bursts a node's packets were in before
 * and after the node ran, so nodes know nothing of tracing. While nothing is armed it costs one test per burst. One
 * lcore.
 */
public final class WalkRecorder {
    private static final int NOT_TRACED = -1;
    private static final int MAX_SESSIONS = 16;

    private final int lcoreNumber;
    private final TraceSession[] sessions = new TraceSession[MAX_SESSIONS];
    private int sessionCount;

    /** Who watches each row, and which of the session's walks it is. */
    private final TraceSession[] watcher = new TraceSession[Packets.ROWS];

    private final int[] walk = new int[Packets.ROWS];
    /** Which packets the node that just ran put somewhere. */
    private final boolean[] wentOn = new boolean[Packets.ROWS];

    private final int[] input = new int[Packets.ROWS];
    private int inputCount;
    private int[] countsBefore = new int[0];
    private int loadedRows;

    /** @param lcoreNumber as tools show it */
    public WalkRecorder(final int lcoreNumber) {
        this.lcoreNumber = lcoreNumber;
    }

    /** Starts to watch for a session's packets; one too many is ignored. Between cycles. */
    public void arm(final TraceSession session) {
        if (sessionCount < MAX_SESSIONS) {
            sessions[sessionCount++] = session;
        }
    }

    boolean isArmed() {
        return sessionCount > 0;
    }

    /**
     * Picks the packets of a fresh burst that a session wants.
     *
     * @return false when there are none
     */
    boolean begin(final Packets packets, final int count) {
        forgetFullSessions();
        loadedRows = count;
        Arrays.fill(walk, NOT_TRACED);
        boolean any = false;
        for (int s = 0; s < sessionCount; s++) {
            final TraceSession session = sessions[s];
            for (int i = 0; i < count && session.wants(packets.vif(Packets.row(i))); i++) {
                any |= walk[i] == NOT_TRACED && pick(session, packets, i);
            }
        }
        return any;
    }

    /** Remembers what a node is about to work on and what already waits behind it. */
    void before(final Burst burst, final Burst[] successors) {
        Arrays.fill(wentOn, false);
        inputCount = burst.count();
        System.arraycopy(burst.rows(), 0, input, 0, inputCount);
        if (countsBefore.length < successors.length) {
            countsBefore = new int[successors.length];
        }
        for (int s = 0; s < successors.length; s++) {
            countsBefore[s] = successors[s].count();
        }
    }

    /** Notes for each traced packet where the node put it. */
    void after(final Packets packets, final int node, final Burst[] successors, final int[] names, final int drop) {
        for (int s = 0; s < successors.length; s++) {
            final int[] rows = successors[s].rows();
            for (int i = countsBefore[s]; i < successors[s].count(); i++) {
                inherit(packets, rows[i]);
                wentOn[Packets.number(rows[i])] = true;
                note(packets, rows[i], node, names[s] == drop ? TraceStep.DROPPED : names[s]);
            }
        }
        // What did not go on left through a port. The drop node's packets ended with the step before.
        for (int i = 0; i < inputCount && node != drop; i++) {
            if (!wentOn[Packets.number(input[i])]) {
                note(packets, input[i], node, node);
            }
        }
    }

    /** All walks of the burst have ended. */
    void end() {
        for (int i = 0; i < loadedRows; i++) {
            if (walk[i] != NOT_TRACED) {
                watcher[i].finish(walk[i]);
            }
        }
    }

    private boolean pick(final TraceSession session, final Packets packets, final int number) {
        final int row = Packets.row(number);
        walk[number] = session.claim(packets.address(row), packets.lengthBytes(row));
        watcher[number] = session;
        packets.forget(row);
        return walk[number] != NOT_TRACED;
    }

    /** A packet born of a traced one is part of its walk. */
    private void inherit(final Packets packets, final int row) {
        final int number = Packets.number(row);
        if (number >= loadedRows && walk[number] == NOT_TRACED) {
            final int cause = Packets.number(packets.cause(row));
            walk[number] = walk[cause];
            watcher[number] = watcher[cause];
        }
    }

    private void note(final Packets packets, final int row, final int node, final int edge) {
        final int number = Packets.number(row);
        if (walk[number] == NOT_TRACED) {
            return;
        }
        final ByteBuffer step = watcher[number].nextStep(walk[number]);
        if (step == null) {
            return;
        }
        final boolean dropped = edge == TraceStep.DROPPED;
        step.putShort((short) node).putShort((short) edge).putShort((short) (dropped ? packets.reason(row) : 0));
        packets.describe(row, step);
        step.putInt(lcoreNumber).putInt(0);
    }

    private void forgetFullSessions() {
        int kept = 0;
        for (int s = 0; s < sessionCount; s++) {
            if (sessions[s].isOpen()) {
                sessions[kept++] = sessions[s];
            }
        }
        Arrays.fill(sessions, kept, sessionCount, null);
        sessionCount = kept;
    }
}
