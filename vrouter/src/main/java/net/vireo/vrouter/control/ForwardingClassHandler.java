// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrFcMap;
import net.vireo.vrouter.table.ForwardingClass;
import net.vireo.vrouter.table.Tables;

/** {@code vr_fc_map_req}: how packets of a forwarding class are marked and queued, as parallel lists. */
final class ForwardingClassHandler implements ObjectHandler<VrFcMap> {
    private static final int DSCPS = 64;
    private static final int PRIORITIES = 8;
    private static final int BYTE = 0xff;

    private final Tables tables;
    private final Paging paging;

    ForwardingClassHandler(final Tables tables, final Paging paging) {
        this.tables = tables;
        this.paging = paging;
    }

    @Override
    public void handle(final VrFcMap request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                for (final ForwardingClass added : classes(request)) {
                    tables.forwardingClasses().put(added.id(), added);
                }
                reply.ok();
            }
            case GET -> reply.objects(object(existing(request.value(VrFcMap.ID))));
            case DUMP -> reply.dump(page(request.value(VrFcMap.MARKER)));
            case DEL -> {
                for (final ForwardingClass gone : existing(request.value(VrFcMap.ID))) {
                    tables.forwardingClasses().put(gone.id(), null);
                }
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a forwarding class");
        }
    }

    /** What makes these classes again. */
    void requests(final RequestSink to) {
        for (int id = 0; id < ForwardingClass.CLASSES; id++) {
            final ForwardingClass each = tables.forwardingClasses().at(id);
            if (each != null) {
                to.add(object(each).op(SandeshOp.ADD));
            }
        }
    }

    /** All of them or, when one is wrong, none. */
    private static ForwardingClass[] classes(final VrFcMap request) {
        final int[] ids = request.value(VrFcMap.ID);
        final byte[] dscps = request.value(VrFcMap.DSCP);
        final byte[] exps = request.value(VrFcMap.MPLS_QOS);
        final byte[] priorities = request.value(VrFcMap.DOTONEP);
        final byte[] queues = request.value(VrFcMap.QUEUE_ID);
        if (dscps.length != ids.length
                || exps.length != ids.length
                || priorities.length != ids.length
                || queues.length != ids.length) {
            throw Refusal.invalid("the lists of forwarding classes differ in length");
        }
        final ForwardingClass[] classes = new ForwardingClass[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Refusal.unlessInRange("forwarding class", ids[i], ForwardingClass.CLASSES);
            Refusal.unlessInRange("DSCP", dscps[i], DSCPS);
            Refusal.unlessInRange("MPLS EXP", exps[i], PRIORITIES);
            Refusal.unlessInRange("802.1p priority", priorities[i], PRIORITIES);
            classes[i] = new ForwardingClass(ids[i], dscps[i], exps[i], priorities[i], queues[i] & BYTE);
        }
        return classes;
    }

    private ForwardingClass[] existing(final int... ids) {
        final ForwardingClass[] classes = new ForwardingClass[ids.length];
        for (int i = 0; i < ids.length; i++) {
            classes[i] = tables.forwardingClasses().at(ids[i]);
            if (classes[i] == null) {
                throw Refusal.missing("forwarding class " + ids[i] + " does not exist");
            }
        }
        return classes;
    }

    private DumpPage page(final int marker) {
        final PageFill page = paging.begin();
        for (int id = Math.clamp(marker, -1, ForwardingClass.CLASSES) + 1; id < ForwardingClass.CLASSES; id++) {
            final ForwardingClass each = tables.forwardingClasses().at(id);
            if (each != null && !page.offer(object(each))) {
                break;
            }
        }
        return page.page();
    }

    private static VrFcMap object(final ForwardingClass... classes) {
        final int[] ids = new int[classes.length];
        final byte[] dscps = new byte[classes.length];
        final byte[] exps = new byte[classes.length];
        final byte[] priorities = new byte[classes.length];
        final byte[] queues = new byte[classes.length];
        for (int i = 0; i < classes.length; i++) {
            ids[i] = classes[i].id();
            dscps[i] = (byte) classes[i].dscp();
            exps[i] = (byte) classes[i].exp();
            priorities[i] = (byte) classes[i].dot1p();
            queues[i] = (byte) classes[i].queue();
        }
        return new VrFcMap()
                .op(SandeshOp.GET)
                .put(VrFcMap.ID, ids)
                .put(VrFcMap.DSCP, dscps)
                .put(VrFcMap.MPLS_QOS, exps)
                .put(VrFcMap.DOTONEP, priorities)
                .put(VrFcMap.QUEUE_ID, queues);
    }
}
