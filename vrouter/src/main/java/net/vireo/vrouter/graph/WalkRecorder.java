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

    /** Which packet of its walk each row is. */
    private final int[] packetOf = new int[Packets.ROWS];

    private final ParkedWalks parked = new ParkedWalks();

    /** The rows of the burst whose packets end before a guest gets them. */
    private final int[] probes = new int[Packets.ROWS];

    private int probeCount;

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

    /** Whether traced packets wait inside the graph. */
    boolean hasParked() {
        return !parked.isEmpty();
    }

    /** Packets of the burst that is traced now which end before a guest gets them. */
    int probeCount() {
        return probeCount;
    }

    /** The row of such a packet. */
    int probe(final int number) {
        return probes[number];
    }

    boolean isProbe(final int row) {
        for (int i = 0; i < probeCount; i++) {
            if (probes[i] == row) {
                return true;
            }
        }
        return false;
    }

    /**
     * Picks the packets of a fresh burst that a session wants.
     *
     * @return false when there are none
     */
    boolean begin(final Packets packets, final int count) {
        forgetFullSessions();
        beginRows(count);
        boolean any = false;
        for (int s = 0; s < sessionCount; s++) {
            final TraceSession session = sessions[s];
            for (int i = 0; i < count && session.wants(packets.vif(Packets.row(i))); i++) {
                any |= walk[i] == NOT_TRACED && pick(session, packets, i);
            }
        }
        return any;
    }

    private void beginRows(final int count) {
        loadedRows = count;
        probeCount = 0;
        Arrays.fill(walk, NOT_TRACED);
    }

    /**
     * Takes up the walks of packets that had waited and go on in the first rows.
     *
     * @return false when none of them is traced
     */
    boolean resume(final Packets packets, final int count) {
        beginRows(count);
        boolean any = false;
        for (int i = 0; i < count; i++) {
            final int place = parked.find(packets.packet(Packets.row(i)));
            if (place != ParkedWalks.NONE) {
                any = true;
                watcher[i] = parked.session(place);
                walk[i] = parked.walk(place);
                packetOf[i] = parked.packet(place);
                parked.remove(place);
                packets.txVif(Packets.row(i), Packets.UNKNOWN);
                noteProbe(i);
            }
        }
        return any;
    }

    /** A packet that waited is dropped without a node: its walk ends. */
    void lost(final long reference) {
        final int place = parked.find(reference);
        if (place != ParkedWalks.NONE) {
            final TraceSession session = parked.session(place);
            final int ended = parked.walk(place);
            parked.remove(place);
            if (!parked.holds(session, ended)) {
                session.finish(ended);
            }
        }
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

    /**
     * Notes for each traced packet where the node put it.
     *
     * @param holds whether packets that the node put nowhere wait inside; else they left through a port
     */
    void after(
            final Packets packets,
            final int node,
            final Burst[] successors,
            final int[] names,
            final int drop,
            final boolean holds) {
        for (int s = 0; s < successors.length; s++) {
            final int[] rows = successors[s].rows();
            for (int i = countsBefore[s]; i < successors[s].count(); i++) {
                inherit(packets, rows[i]);
                wentOn[Packets.number(rows[i])] = true;
                note(packets, rows[i], node, names[s] == drop ? TraceStep.DROPPED : names[s]);
            }
        }
        // The drop node's packets ended with the step before.
        for (int i = 0; i < inputCount && node != drop; i++) {
            final int number = Packets.number(input[i]);
            if (!wentOn[number]) {
                note(packets, input[i], node, holds ? TraceStep.WAITS : node);
                if (holds && walk[number] != NOT_TRACED) {
                    parked.park(packets.packet(input[i]), watcher[number], walk[number], packetOf[number]);
                }
            }
        }
    }

    /** Whether no row behind this one has the same walk: several packets of a walk may have waited. */
    private boolean isLast(final int number) {
        for (int i = number + 1; i < loadedRows; i++) {
            if (walk[i] == walk[number] && watcher[i].equals(watcher[number])) {
                return false;
            }
        }
        return true;
    }

    /** All walks of the burst have ended, but for those whose packets wait. */
    void end() {
        for (int i = 0; i < loadedRows; i++) {
            if (walk[i] != NOT_TRACED && !parked.holds(watcher[i], walk[i]) && isLast(i)) {
                watcher[i].finish(walk[i]);
            }
        }
    }

    private boolean pick(final TraceSession session, final Packets packets, final int number) {
        final int row = Packets.row(number);
        if (!session.wants(packets.address(row), packets.lengthBytes(row))) {
            return false;
        }
        walk[number] = session.claim(packets.address(row), packets.lengthBytes(row));
        watcher[number] = session;
        packetOf[number] = 0;
        packets.forget(row);
        noteProbe(number);
        return walk[number] != NOT_TRACED;
    }

    private void noteProbe(final int number) {
        if (walk[number] != NOT_TRACED && watcher[number].stops()) {
            probes[probeCount++] = Packets.row(number);
        }
    }

    /** A packet born of a traced one is part of its walk. */
    private void inherit(final Packets packets, final int row) {
        final int number = Packets.number(row);
        if (number >= loadedRows && walk[number] == NOT_TRACED) {
            final int cause = Packets.number(packets.cause(row));
            walk[number] = walk[cause];
            watcher[number] = watcher[cause];
            if (walk[number] != NOT_TRACED) {
                packetOf[number] = watcher[number].nextPacket(walk[number]);
            }
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
        step.putInt(lcoreNumber).putInt(packetOf[number]);
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
