// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrVrfAssign;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.VlanAssignment;

/** {@code vr_vrf_assign_req}: which VRF the tagged frames of a service interface are looked up in. */
final class VlanHandler implements ObjectHandler<VrVrfAssign> {
    private static final int VLANS = 4096;

    private final Tables tables;
    private final Paging paging;

    VlanHandler(final Tables tables, final Paging paging) {
        this.tables = tables;
        this.paging = paging;
    }

    @Override
    public void handle(final VrVrfAssign request, final ReplyWriter reply) {
        final int vif = request.value(VrVrfAssign.VIF_INDEX);
        final int vlan = request.value(VrVrfAssign.VLAN_ID);
        switch (request.op()) {
            case ADD -> {
                add(vif, vlan, request);
                reply.ok();
            }
            case GET -> reply.objects(object(SandeshOp.GET, vif, vlan, existing(vif, vlan)));
            case DUMP -> reply.dump(page(vif, request.value(VrVrfAssign.MARKER)));
            case DEL -> {
                existing(vif, vlan);
                tables.removeVlanAssignment(vif, vlan);
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a VLAN of a vif");
        }
    }

    /** What makes these assignments again; their vifs exist, or they would be gone too. */
    void requests(final RequestSink to) {
        for (int vif = 0; vif < tables.limits().vifs(); vif++) {
            for (int vlan = 0; tables.vif(vif) != null && vlan < VLANS; vlan++) {
                final VlanAssignment assignment = tables.vlanAssignment(vif, vlan);
                if (assignment != null) {
                    to.add(object(SandeshOp.ADD, vif, vlan, assignment));
                }
            }
        }
    }

    private void add(final int vif, final int vlan, final VrVrfAssign request) {
        if (tables.vif(vif) == null) {
            throw new Refusal(ResponseError.ENODEV, "VLAN of vif " + vif + ", which does not exist");
        }
        Refusal.unlessInRange("VLAN", vlan, VLANS);
        final int vrf = request.value(VrVrfAssign.VIF_VRF);
        Refusal.unlessInRange("VRF", vrf, tables.limits().vrfs());
        final int nexthopId = request.value(VrVrfAssign.NH_ID);
        Refusal.unlessInRange("next hop", nexthopId, tables.limits().nexthops());
        tables.putVlanAssignment(vif, vlan, new VlanAssignment(vrf, nexthopId));
    }

    private VlanAssignment existing(final int vif, final int vlan) {
        final VlanAssignment assignment = tables.vlanAssignment(vif, vlan);
        if (assignment == null) {
            throw Refusal.missing("vif " + vif + " has no VLAN " + vlan);
        }
        return assignment;
    }

    private DumpPage page(final int vif, final int marker) {
        final PageFill page = paging.begin();
        for (int vlan = Math.clamp(marker, -1, VLANS) + 1; vlan < VLANS; vlan++) {
            final VlanAssignment assignment = tables.vlanAssignment(vif, vlan);
            if (assignment != null && !page.offer(object(SandeshOp.DUMP, vif, vlan, assignment))) {
                break;
            }
        }
        return page.page();
    }

    private static VrVrfAssign object(
            final SandeshOp op, final int vif, final int vlan, final VlanAssignment assignment) {
        return new VrVrfAssign()
                .op(op)
                .put(VrVrfAssign.VIF_INDEX, vif)
                .put(VrVrfAssign.VIF_VRF, assignment.vrf())
                .put(VrVrfAssign.VLAN_ID, vlan)
                .put(VrVrfAssign.NH_ID, assignment.nexthopId());
    }
}
