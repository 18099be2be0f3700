// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.vrouter.trace.TraceWalk;
import net.vireo.vrouter.trace.TraceWish;
import net.vireo.vrouter.trace.Traces;

/** One session that never catches anything. */
final class FakeTraces implements Traces {
    int armedVif = NO_SESSION - 1;
    int armedCount;

    @Override
    public int arm(final TraceWish wish) {
        if (armedCount > 0) {
            return NO_SESSION;
        }
        armedVif = wish.vif();
        armedCount = wish.count();
        return 7;
    }

    @Override
    public int captured(final int session) {
        return 0;
    }

    @Override
    public TraceWalk fetch(final int session, final int packet) {
        return null;
    }

    @Override
    public void disarm(final int session) {
        armedCount = 0;
    }
}
