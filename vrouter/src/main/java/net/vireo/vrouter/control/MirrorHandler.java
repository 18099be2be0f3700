// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrMirror;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VxlanTable;

/**
 * {@code vr_mirror_req}: where copies of packets go. A get, a dump and a delete of the original tool hold memory garbage
 * in every field but the index or the marker.
 */
final class MirrorHandler implements ObjectHandler<VrMirror> {
    private static final int FLAGS = Mirror.FLAG_DYNAMIC | Mirror.FLAG_MARKED_DELETE | Mirror.FLAG_HW_ASSISTED;
    private static final int NO_VNI = -1;
    private static final int VLANS = 4096;

    private final Tables tables;
    private final Paging paging;

    MirrorHandler(final Tables tables, final Paging paging) {
        this.tables = tables;
        this.paging = paging;
    }

    @Override
    public void handle(final VrMirror request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                tables.putMirror(mirror(request));
                reply.ok();
            }
            case GET -> reply.objects(object(existing(request.value(VrMirror.INDEX))));
            case DUMP -> reply.dump(page(request.value(VrMirror.MARKER)));
            case DEL -> {
                tables.removeMirror(existing(request.value(VrMirror.INDEX)).index());
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a mirror");
        }
    }

    /** What makes these mirrors again. */
    void requests(final RequestSink to) {
        for (int index = 0; index < tables.limits().mirrors(); index++) {
            final Mirror mirror = tables.mirrors().at(index);
            if (mirror != null) {
                to.addNamingNexthop(mirror.nexthopId(), object(mirror).op(SandeshOp.ADD));
            }
        }
    }

    private Mirror mirror(final VrMirror request) {
        final int index = request.value(VrMirror.INDEX);
        Refusal.unlessInRange("mirror", index, tables.limits().mirrors());
        final int nexthopId = request.value(VrMirror.NHID);
        if (tables.nexthop(nexthopId) == null) {
            throw Refusal.invalid("mirror " + index + " names next hop " + nexthopId + ", which does not exist");
        }
        final int vni = request.value(VrMirror.VNI);
        if (vni < NO_VNI || vni > VxlanTable.MAX_VNI) {
            throw Refusal.invalid("mirror " + index + ": " + vni + " is no VNI");
        }
        final int vlan = request.value(VrMirror.VLAN);
        Refusal.unlessInRange("VLAN", vlan, VLANS);
        return new Mirror(index, nexthopId, request.value(VrMirror.FLAGS) & FLAGS, vni, vlan);
    }

    private Mirror existing(final int index) {
        final Mirror mirror = tables.mirrors().at(index);
        if (mirror == null) {
            throw Refusal.missing("mirror " + index + " does not exist");
        }
        return mirror;
    }

    private DumpPage page(final int marker) {
        final PageFill page = paging.begin();
        final int limit = tables.limits().mirrors();
        for (int index = Math.clamp(marker, -1, limit) + 1; index < limit; index++) {
            final Mirror mirror = tables.mirrors().at(index);
            if (mirror != null && !page.offer(object(mirror))) {
                break;
            }
        }
        return page.page();
    }

    private VrMirror object(final Mirror mirror) {
        return new VrMirror()
                .op(SandeshOp.GET)
                .put(VrMirror.INDEX, mirror.index())
                .put(VrMirror.NHID, mirror.nexthopId())
                .put(VrMirror.USERS, 1 + vifsWith(mirror.index()))
                .put(VrMirror.FLAGS, mirror.flags())
                .put(VrMirror.VNI, mirror.vni())
                .put(VrMirror.VLAN, mirror.vlan());
    }

    private int vifsWith(final int mirror) {
        int count = 0;
        for (int index = 0; index < tables.limits().vifs(); index++) {
            final Vif vif = tables.vif(index);
            count += vif != null && vif.features().mirror() == mirror ? 1 : 0;
        }
        return count;
    }
}
