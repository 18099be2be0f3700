// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.function.Consumer;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrVrf;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.VrfEntry;

/** {@code vr_vrf_req}: the table of VRFs. A VRF needs no entry here to have routes. */
final class VrfHandler implements ObjectHandler<VrVrf> {
    private static final int FLAGS = VrfEntry.FLAG_VALID | VrfEntry.FLAG_LEFT_VALID | VrfEntry.FLAG_RIGHT_VALID;

    private final Tables tables;
    private final Paging paging;

    VrfHandler(final Tables tables, final Paging paging) {
        this.tables = tables;
        this.paging = paging;
    }

    @Override
    public void handle(final VrVrf request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                tables.putVrf(entry(request));
                reply.ok();
            }
            case GET -> reply.objects(object(SandeshOp.GET, existing(request.value(VrVrf.IDX))));
            case DUMP -> reply.dump(page(request.value(VrVrf.MARKER)));
            case DEL -> {
                tables.removeVrf(existing(request.value(VrVrf.IDX)).index());
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a VRF");
        }
    }

    /** What makes these entries again. */
    void requests(final Consumer<SandeshObject<?>> to) {
        tables.vrfsAfter(-1).forEach(entry -> to.accept(object(SandeshOp.ADD, entry)));
    }

    private VrfEntry entry(final VrVrf request) {
        final int index = request.value(VrVrf.IDX);
        Refusal.unlessInRange("VRF", index, tables.limits().vrfs());
        final int flags = request.value(VrVrf.FLAGS) & FLAGS | VrfEntry.FLAG_VALID;
        final int left = request.value(VrVrf.HBFL_VIF_IDX);
        final int right = request.value(VrVrf.HBFR_VIF_IDX);
        if ((flags & VrfEntry.FLAG_LEFT_VALID) != 0) {
            Refusal.unlessInRange("left vif", left, tables.limits().vifs());
        }
        if ((flags & VrfEntry.FLAG_RIGHT_VALID) != 0) {
            Refusal.unlessInRange("right vif", right, tables.limits().vifs());
        }
        return new VrfEntry(index, flags, left, right);
    }

    private VrfEntry existing(final int index) {
        final VrfEntry entry = tables.vrf(index);
        if (entry == null) {
            throw Refusal.missing("VRF " + index + " has no entry");
        }
        return entry;
    }

    private DumpPage page(final int marker) {
        final PageFill page = paging.begin();
        for (final VrfEntry entry : tables.vrfsAfter(marker)) {
            if (!page.offer(object(SandeshOp.DUMP, entry))) {
                break;
            }
        }
        return page.page();
    }

    private static VrVrf object(final SandeshOp op, final VrfEntry entry) {
        return new VrVrf()
                .op(op)
                .put(VrVrf.IDX, entry.index())
                .put(VrVrf.FLAGS, entry.flags())
                .put(VrVrf.HBFL_VIF_IDX, entry.leftVif())
                .put(VrVrf.HBFR_VIF_IDX, entry.rightVif());
    }
}
