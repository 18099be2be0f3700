// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrQosMap;

/** Forwarding classes and QoS maps as {@code qosmap} prints them, and as data. */
final class QosText {
    private static final int MARK_WIDTH = 8;
    private static final int CLASS_WIDTH = 16;

    private QosText() {}

    static final String CLASS_HEADER = "Forwarding Class Map 0\n FC            DSCP  EXP  .1p    Queue\n";

    /** The classes of one object, a line each. */
    static void classes(final StringBuilder out, final VrFcMap map, final NodeNames names) {
        for (int i = 0; i < map.value(VrFcMap.ID).length; i++) {
            final int id = map.value(VrFcMap.ID)[i];
            out.append(Pad.left(id, 3))
                    .append(Pad.left(at(map.value(VrFcMap.DSCP), i), CLASS_WIDTH))
                    .append(Pad.left(at(map.value(VrFcMap.MPLS_QOS), i), 5))
                    .append(Pad.left(at(map.value(VrFcMap.DOTONEP), i), 5))
                    .append(Pad.left(at(map.value(VrFcMap.QUEUE_ID), i), 9))
                    .append(Brackets.of(names.classes().getOrDefault(id, "")))
                    .append('\n');
        }
    }

    static List<Object> classTrees(final VrFcMap map, final NodeNames names) {
        final List<Object> trees = new ArrayList<>();
        for (int i = 0; i < map.value(VrFcMap.ID).length; i++) {
            final Map<String, Object> tree = new LinkedHashMap<>();
            final int id = map.value(VrFcMap.ID)[i];
            tree.put("forwardingClass", id);
            tree.put("name", names.classes().get(id));
            tree.put("dscp", at(map.value(VrFcMap.DSCP), i));
            tree.put("exp", at(map.value(VrFcMap.MPLS_QOS), i));
            tree.put("dot1p", at(map.value(VrFcMap.DOTONEP), i));
            tree.put("queue", at(map.value(VrFcMap.QUEUE_ID), i));
            trees.add(tree);
        }
        return trees;
    }

    /** One map: three blocks. */
    static void map(final StringBuilder out, final VrQosMap map, final NodeNames names) {
        out.append("QOS Map 0/")
                .append(map.value(VrQosMap.ID))
                .append(Brackets.of(names.qosMaps().getOrDefault(map.value(VrQosMap.ID), "")))
                .append('\n');
        block(out, "DSCP", map.value(VrQosMap.DSCP), map.value(VrQosMap.DSCP_FC_ID), names);
        block(out, "EXP", map.value(VrQosMap.MPLS_QOS), map.value(VrQosMap.MPLS_QOS_FC_ID), names);
        block(out, "DOTONEP", map.value(VrQosMap.DOTONEP), map.value(VrQosMap.DOTONEP_FC_ID), names);
        out.append('\n');
    }

    private static void block(
            final StringBuilder out,
            final String mark,
            final byte[] marks,
            final byte[] classes,
            final NodeNames names) {
        out.append(Pad.left(mark, MARK_WIDTH))
                .append(Pad.left("FC", CLASS_WIDTH))
                .append('\n');
        for (int i = 0; i < marks.length; i++) {
            out.append(Pad.left(marks[i] & 0xff, MARK_WIDTH))
                    .append(Pad.left(at(classes, i), CLASS_WIDTH))
                    .append(Brackets.of(names.classes().getOrDefault(at(classes, i), "")))
                    .append('\n');
        }
        out.append('\n');
    }

    static Map<String, Object> mapTree(final VrQosMap map, final NodeNames names) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("qosMap", map.value(VrQosMap.ID));
        tree.put("name", names.qosMaps().get(map.value(VrQosMap.ID)));
        tree.put("dscp", pairs(map.value(VrQosMap.DSCP), map.value(VrQosMap.DSCP_FC_ID)));
        tree.put("exp", pairs(map.value(VrQosMap.MPLS_QOS), map.value(VrQosMap.MPLS_QOS_FC_ID)));
        tree.put("dot1p", pairs(map.value(VrQosMap.DOTONEP), map.value(VrQosMap.DOTONEP_FC_ID)));
        return tree;
    }

    private static Map<String, Object> pairs(final byte[] marks, final byte[] classes) {
        final Map<String, Object> pairs = new LinkedHashMap<>();
        for (int i = 0; i < marks.length; i++) {
            pairs.put(Integer.toString(marks[i] & 0xff), at(classes, i));
        }
        return pairs;
    }

    private static int at(final byte[] list, final int index) {
        return index < list.length ? list[index] & 0xff : 0;
    }
}
