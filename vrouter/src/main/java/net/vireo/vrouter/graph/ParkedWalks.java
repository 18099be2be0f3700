// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.trace.TraceSession;

/** The walks of traced packets that wait inside the graph, by reference: they go on with their packets. One lcore. */
final class ParkedWalks {
    /** No such walk. */
    static final int NONE = -1;

    private static final int MOST = 64;

    private final long[] references = new long[MOST];
    private final TraceSession[] sessions = new TraceSession[MOST];
    private final int[] walks = new int[MOST];
    private final int[] packets = new int[MOST];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /** Remembers a walk; one too many is forgotten, and ends where it is. */
    void park(final long reference, final TraceSession session, final int walk, final int packet) {
        if (count < MOST) {
            references[count] = reference;
            sessions[count] = session;
            walks[count] = walk;
            packets[count] = packet;
            count++;
        }
    }

    /** The place of a packet's walk, or {@link #NONE}. */
    int find(final long reference) {
        for (int i = 0; i < count; i++) {
            if (references[i] == reference) {
                return i;
            }
        }
        return NONE;
    }

    TraceSession session(final int place) {
        return sessions[place];
    }

    int walk(final int place) {
        return walks[place];
    }

    /** Which packet of the walk it is. */
    int packet(final int place) {
        return packets[place];
    }

    /** Forgets what is at a place, to which another may move. */
    void remove(final int place) {
        count--;
        references[place] = references[count];
        sessions[place] = sessions[count];
        walks[place] = walks[count];
        packets[place] = packets[count];
        sessions[count] = null;
    }

    /** Whether any packet of a walk still waits. */
    boolean holds(final TraceSession session, final int walk) {
        for (int i = 0; i < count; i++) {
            if (walks[i] == walk && sessions[i].equals(session)) {
                return true;
            }
        }
        return false;
    }
}
