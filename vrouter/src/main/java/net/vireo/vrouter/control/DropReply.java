// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.function.ToLongFunction;
import net.vireo.sandesh.VrDropStats;
import net.vireo.vrouter.counter.DropReason;

/** Drop counters as an object; our own reasons are added to the upstream reason that they belong to. */
final class DropReply {
    private DropReply() {}

    /** Of the whole router. */
    static VrDropStats ofRouter(final int core, final Traffic traffic) {
        return of(reason -> traffic.drop(core, reason));
    }

    /** Of packets that came in on a vif. */
    static VrDropStats ofVif(final int core, final int vif, final Traffic traffic) {
        return of(reason -> traffic.vifDrop(core, vif, reason));
    }

    private static VrDropStats of(final ToLongFunction<DropReason> counter) {
        final VrDropStats stats = new VrDropStats();
        for (final DropReason reason : DropReason.values()) {
            final var field = VrDropStats.counter(reason.wireField());
            stats.put(field, stats.value(field) + counter.applyAsLong(reason));
        }
        return stats;
    }
}
