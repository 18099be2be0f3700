// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VireoLedger;
import net.vireo.vrouter.counter.Snapshots;

/** {@code vireo_ledger_req}: a get takes a snapshot of all lcores' counters, which the client reads from the file. */
final class LedgerHandler implements ObjectHandler<VireoLedger> {
    /** An lcore that is alive answers within a cycle; one that sleeps is woken. */
    private static final int TIMEOUT_MS = 1000;

    private final Snapshots snapshots;

    LedgerHandler(final Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public void handle(final VireoLedger request, final ReplyWriter reply) {
        switch (request.op()) {
            case GET -> {
                final int sequence = snapshots.take(TIMEOUT_MS);
                if (sequence == Snapshots.TIMED_OUT) {
                    throw new Refusal(ResponseError.ETIMEDOUT, "an lcore did not copy its counters in time");
                }
                reply.objects(
                        request.put(VireoLedger.SEQUENCE, sequence).put(VireoLedger.LCORES, snapshots.lcoreCount()));
            }
            default -> throw Refusal.unsupported("a ledger can be read only");
        }
    }
}
