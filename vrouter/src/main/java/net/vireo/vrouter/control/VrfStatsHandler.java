// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.BitSet;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrVrfStats;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * {@code vr_vrf_stats_req}: what became of the packets of a VRF. They are counted for all families together and answered
 * under IPv4, which is what the original tool asks for. A dump shows the VRFs that have an entry, a route or a vif.
 */
final class VrfStatsHandler implements ObjectHandler<VrVrfStats> {
    /** {@code vsr_type}: the unicast table. */
    private static final int UNICAST = 1;

    /** Markers are 16 bits wide: VRFs from 32768 on look negative. */
    private static final int MARKER = 0xffff;

    private final Tables tables;
    private final Traffic traffic;
    private final Paging paging;

    VrfStatsHandler(final Tables tables, final Traffic traffic, final Paging paging) {
        this.tables = tables;
        this.traffic = traffic;
        this.paging = paging;
    }

    @Override
    public void handle(final VrVrfStats request, final ReplyWriter reply) {
        final int family = request.value(VrVrfStats.FAMILY);
        if (family != Family.INET && family != Family.UNSPECIFIED) {
            throw Refusal.unsupported("a VRF's packets are counted for all families together, under IPv4");
        }
        switch (request.op()) {
            case GET -> {
                final int vrf = request.value(VrVrfStats.VRF);
                Refusal.unlessInRange("VRF", vrf, tables.limits().vrfs());
                reply.objects(object(vrf));
            }
            case DUMP -> reply.dump(page(request.value(VrVrfStats.MARKER)));
            default -> throw Refusal.unsupported("a VRF's counters can be read only");
        }
    }

    private DumpPage page(final int marker) {
        final PageFill page = paging.begin();
        final BitSet known = known();
        final int after = marker == -1 ? -1 : marker & MARKER;
        for (int vrf = known.nextSetBit(after + 1); vrf >= 0; vrf = known.nextSetBit(vrf + 1)) {
            if (!page.offer(object(vrf))) {
                break;
            }
        }
        return page.page();
    }

    /** Looking at a row takes memory for it, so the counters do not say which VRFs there are. */
    private BitSet known() {
        final BitSet known = new BitSet();
        tables.vrfsAfter(-1).forEach(entry -> known.set(entry.index()));
        for (int vrf = 0; vrf < tables.limits().vrfs(); vrf++) {
            if (tables.routes(vrf) != null || tables.routes6(vrf) != null) {
                known.set(vrf);
            }
        }
        for (int index = 0; index < tables.limits().vifs(); index++) {
            final Vif vif = tables.vif(index);
            if (vif != null && vif.vrf() != Vif.NO_VRF) {
                known.set(vif.vrf());
            }
        }
        return known;
    }

    private VrVrfStats object(final int vrf) {
        final VrVrfStats object = new VrVrfStats()
                .op(SandeshOp.GET)
                .put(VrVrfStats.FAMILY, Family.INET)
                .put(VrVrfStats.TYPE, UNICAST)
                .put(VrVrfStats.VRF, vrf);
        for (final VrfCounter counter : VrfCounter.values()) {
            object.put(VrVrfStats.counter(counter.wireField()), traffic.vrf(vrf, counter));
        }
        return object;
    }
}
