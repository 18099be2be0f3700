// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import net.vireo.vrouter.flow.HeldFlows;
import net.vireo.vrouter.lcore.Lcore;

/**
 * Tells every lcore which flows have their verdict: packets of one flow may wait on several. Verdicts come in bulk and an
 * lcore runs one command per cycle, so those that come while a command is on its way go with it, a few at a time.
 */
final class ReleasedFlows implements HeldFlows {
    /** Flows that one command releases: at most three packets each, less than two bursts. */
    private static final int FLOWS_PER_COMMAND = 16;

    private final List<Inbox> inboxes;

    ReleasedFlows(final List<Lcore> lcores) {
        inboxes = lcores.stream().map(Inbox::new).toList();
    }

    @Override
    public void release(final int index, final int generation) {
        final Long flow = (long) index << Integer.SIZE | generation;
        for (final Inbox inbox : inboxes) {
            inbox.add(flow);
        }
    }

    /** What one lcore is still to be told. */
    private static final class Inbox {
        private final Lcore lcore;
        private final Queue<Long> flows = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean announced = new AtomicBoolean();

        Inbox(final Lcore lcore) {
            this.lcore = lcore;
        }

        void add(final Long flow) {
            flows.add(flow);
            announce();
        }

        private void announce() {
            if (!announced.getAndSet(true)) {
                lcore.send(this::drain);
            }
        }

        private void drain(final Lcore own) {
            // First, so that a flow that comes from now on is announced again.
            announced.set(false);
            for (int i = 0; i < FLOWS_PER_COMMAND; i++) {
                final Long flow = flows.poll();
                if (flow == null) {
                    return;
                }
                own.releaseFlow((int) (flow >>> Integer.SIZE), flow.intValue());
            }
            announce();
        }
    }
}
