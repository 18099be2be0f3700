// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The sessions of one data plane. Control thread only. */
public final class TraceDesk implements Traces {
    /** Sessions at a time: each holds up to a hundred kilobytes. */
    private static final int MAX_SESSIONS = 16;

    private final Consumer<TraceSession> toLcores;
    private final Map<Integer, TraceSession> sessions = new HashMap<>();
    private int lastNumber;

    /** @param toLcores gives a new session to every lcore */
    public TraceDesk(final Consumer<TraceSession> toLcores) {
        this.toLcores = toLcores;
    }

    @Override
    public int arm(final TraceWish wish) {
        sessions.values().removeIf(TraceSession::hasExpired);
        if (wish.count() < 1 || sessions.size() >= MAX_SESSIONS) {
            return NO_SESSION;
        }
        final TraceSession session = new TraceSession(wish);
        sessions.put(++lastNumber, session);
        toLcores.accept(session);
        return lastNumber;
    }

    @Override
    public int captured(final int session) {
        final TraceSession known = sessions.get(session);
        return known == null ? 0 : known.captured();
    }

    @Override
    public TraceWalk fetch(final int session, final int packet) {
        final TraceSession known = sessions.get(session);
        return known == null ? null : known.walk(packet);
    }

    @Override
    public void disarm(final int session) {
        final TraceSession known = sessions.remove(session);
        if (known != null) {
            known.disarm();
        }
    }
}
