// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrVxlan;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.VxlanTable;

/** {@code vr_vxlan_req}: from VXLAN network id to next hop. A dump's marker is the VNI itself, so it has no VNI 0. */
final class VxlanHandler implements ObjectHandler<VrVxlan> {
    private static final int NO_NEXTHOP = -1;

    private final Tables tables;
    private final Paging paging;

    VxlanHandler(final Tables tables, final Paging paging) {
        this.tables = tables;
        this.paging = paging;
    }

    @Override
    public void handle(final VrVxlan request, final ReplyWriter reply) {
        final int vni = request.value(VrVxlan.VNID);
        switch (request.op()) {
            case ADD -> {
                add(vni, request.value(VrVxlan.NHID));
                reply.ok();
            }
            case GET -> reply.objects(object(existing(vni)));
            case DUMP -> reply.dump(page(vni));
            case DEL -> {
                tables.removeVxlan(existing(vni));
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a VNI");
        }
    }

    /** What makes these VNIs again. */
    void requests(final RequestSink to) {
        for (int vni = tables.vxlan().nextAfter(-1);
                vni >= 0;
                vni = tables.vxlan().nextAfter(vni)) {
            to.addNamingNexthop(tables.vxlan().nexthopId(vni), object(vni).op(SandeshOp.ADD));
        }
    }

    private void add(final int vni, final int nexthopId) {
        Refusal.unlessInRange("VNI", vni, VxlanTable.MAX_VNI + 1);
        if (tables.nexthop(nexthopId) == null) {
            throw Refusal.invalid("VNI " + vni + " names next hop " + nexthopId + ", which does not exist");
        }
        tables.putVxlan(vni, nexthopId);
    }

    private int existing(final int vni) {
        if (tables.vxlan().nexthopId(vni) == NO_NEXTHOP) {
            throw Refusal.missing("VNI " + vni + " leads nowhere");
        }
        return vni;
    }

    private DumpPage page(final int marker) {
        final PageFill page = paging.begin();
        int vni = tables.vxlan().nextAfter(Math.max(marker, 0));
        while (vni >= 0 && page.offer(object(vni))) {
            vni = tables.vxlan().nextAfter(vni);
        }
        return page.page();
    }

    private VrVxlan object(final int vni) {
        return new VrVxlan()
                .op(SandeshOp.GET)
                .put(VrVxlan.VNID, vni)
                .put(VrVxlan.NHID, tables.vxlan().nexthopId(vni));
    }
}
