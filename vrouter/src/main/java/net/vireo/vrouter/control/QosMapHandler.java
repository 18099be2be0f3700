// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.BitSet;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrQosMap;
import net.vireo.vrouter.table.QosMap;
import net.vireo.vrouter.table.Tables;

/**
 * {@code vr_qos_map_req}: from a packet's marking to its forwarding class, as pairs of lists. An add on an existing map
 * changes the rows that it names; a row that nobody named leads to class 0 and is not shown.
 */
final class QosMapHandler implements ObjectHandler<VrQosMap> {
    private final Tables tables;
    private final Paging paging;

    /** Rows that were named, by map. */
    private final NavigableMap<Integer, BitSet> named = new TreeMap<>();

    QosMapHandler(final Tables tables, final Paging paging) {
        this.tables = tables;
        this.paging = paging;
    }

    @Override
    public void handle(final VrQosMap request, final ReplyWriter reply) {
        final int id = request.value(VrQosMap.ID);
        switch (request.op()) {
            case ADD -> {
                add(id, request);
                reply.ok();
            }
            case GET -> reply.objects(object(existing(id)));
            case DUMP -> reply.dump(page(request.value(VrQosMap.MARKER)));
            case DEL -> {
                tables.qosMaps().put(existing(id), null);
                named.remove(id);
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a QoS map");
        }
    }

    /** What makes these maps again. */
    void requests(final RequestSink to) {
        named.keySet().forEach(id -> to.add(object(id).op(SandeshOp.ADD)));
    }

    /** Called after the tables were cleared. */
    void clear() {
        named.clear();
    }

    private void add(final int id, final VrQosMap request) {
        Refusal.unlessInRange("QoS map", id, QosMap.MAPS);
        final QosMap before = tables.qosMaps().at(id);
        final byte[] classes =
                before == null ? new byte[QosMap.ROWS] : before.classes().clone();
        final BitSet rows = named.containsKey(id) ? (BitSet) named.get(id).clone() : new BitSet(QosMap.ROWS);
        take(request, VrQosMap.DSCP, VrQosMap.DSCP_FC_ID, 0, QosMap.DSCP_ROWS, rows, classes);
        take(request, VrQosMap.MPLS_QOS, VrQosMap.MPLS_QOS_FC_ID, QosMap.EXP_BASE, QosMap.EXP_ROWS, rows, classes);
        take(request, VrQosMap.DOTONEP, VrQosMap.DOTONEP_FC_ID, QosMap.DOT1P_BASE, QosMap.DOT1P_ROWS, rows, classes);
        named.put(id, rows);
        tables.qosMaps().put(id, new QosMap(id, classes));
    }

    private static void take(
            final VrQosMap request,
            final Field.OfBytes<VrQosMap> markField,
            final Field.OfBytes<VrQosMap> classField,
            final int base,
            final int count,
            final BitSet rows,
            final byte... classes) {
        final byte[] marks = request.value(markField);
        final byte[] ids = request.value(classField);
        if (marks.length != ids.length) {
            throw Refusal.invalid(markField.name() + " and " + classField.name() + " differ in length");
        }
        for (int i = 0; i < marks.length; i++) {
            Refusal.unlessInRange(markField.name(), marks[i], count);
            rows.set(base + marks[i]);
            classes[base + marks[i]] = ids[i];
        }
    }

    private int existing(final int id) {
        if (!named.containsKey(id)) {
            throw Refusal.missing("QoS map " + id + " does not exist");
        }
        return id;
    }

    private DumpPage page(final int marker) {
        final PageFill page = paging.begin();
        for (final int id : named.tailMap(marker, false).keySet()) {
            if (!page.offer(object(id))) {
                break;
            }
        }
        return page.page();
    }

    private VrQosMap object(final int id) {
        final VrQosMap object = new VrQosMap().op(SandeshOp.GET).put(VrQosMap.ID, id);
        show(object, id, VrQosMap.DSCP, VrQosMap.DSCP_FC_ID, 0, QosMap.DSCP_ROWS);
        show(object, id, VrQosMap.MPLS_QOS, VrQosMap.MPLS_QOS_FC_ID, QosMap.EXP_BASE, QosMap.EXP_ROWS);
        show(object, id, VrQosMap.DOTONEP, VrQosMap.DOTONEP_FC_ID, QosMap.DOT1P_BASE, QosMap.DOT1P_ROWS);
        return object;
    }

    private void show(
            final VrQosMap object,
            final int id,
            final Field.OfBytes<VrQosMap> markField,
            final Field.OfBytes<VrQosMap> classField,
            final int base,
            final int count) {
        final int[] rows = named.get(id).get(base, base + count).stream().toArray();
        final byte[] marks = new byte[rows.length];
        final byte[] ids = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            marks[i] = (byte) rows[i];
            ids[i] = tables.qosMaps().at(id).classes()[base + rows[i]];
        }
        object.put(markField, marks).put(classField, ids);
    }
}
