// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrQosMap;
import picocli.CommandLine.Option;

/** What a forwarding class or the rows of a QoS map are made of, with the option names of Contrail's {@code qosmap}. */
final class QosOptions {
    private static final int MAX_DSCP = 63;
    private static final int MAX_PRIORITY = 7;
    private static final int MAX_CLASS = 255;
    private static final int[] NONE = {};

    @Option(names = "--dscp", paramLabel = "N", split = ",", description = "DSCP, 0 to 63; several with --set-qos")
    private int[] dscp = NONE;

    @Option(names = "--mpls_qos", paramLabel = "N", split = ",", description = "MPLS traffic class (EXP), 0 to 7")
    private int[] exp = NONE;

    @Option(names = "--dotonep", paramLabel = "N", split = ",", description = "802.1p priority, 0 to 7")
    private int[] dot1p = NONE;

    @Option(names = "--queue", paramLabel = "N", description = "with --set-fc: the transmit queue")
    private Integer queue;

    @Option(
            names = "--fc",
            paramLabel = "N",
            split = ",",
            description = "with --set-qos: the class of each mark, first of --dscp, then --mpls_qos, then --dotonep")
    private int[] classes = NONE;

    /** A sentence on what is wrong, empty when nothing is. */
    String mistake(final boolean forClass, final boolean forMap) {
        final int marks = dscp.length + exp.length + dot1p.length;
        if (!forClass && !forMap) {
            return marks + classes.length > 0 || queue != null
                    ? "marks and classes need --set-fc ID or --set-qos ID"
                    : "";
        }
        if (forClass && (dscp.length > 1 || exp.length > 1 || dot1p.length > 1 || classes.length > 0)) {
            return "--set-fc takes one value of --dscp, --mpls_qos, --dotonep and --queue each, and no --fc";
        }
        if (forMap && (marks == 0 || classes.length != marks || queue != null)) {
            return "--set-qos needs marks and as many classes: --dscp 10,46 --fc 1,2";
        }
        if (isOver(dscp, MAX_DSCP) || isOver(exp, MAX_PRIORITY) || isOver(dot1p, MAX_PRIORITY)) {
            return "a DSCP is 0 to 63, --mpls_qos and --dotonep are 0 to 7";
        }
        return isOver(classes, MAX_CLASS) || queue != null && (queue < 0 || queue > MAX_CLASS)
                ? "a class and a queue are 0 to 255"
                : "";
    }

    private static boolean isOver(final int[] values, final int max) {
        for (final int value : values) {
            if (value < 0 || value > max) {
                return true;
            }
        }
        return false;
    }

    VrFcMap forwardingClass(final int id) {
        return new VrFcMap()
                .op(SandeshOp.ADD)
                .put(VrFcMap.ID, id)
                .put(VrFcMap.DSCP, first(dscp))
                .put(VrFcMap.MPLS_QOS, first(exp))
                .put(VrFcMap.DOTONEP, first(dot1p))
                .put(VrFcMap.QUEUE_ID, (byte) (queue == null ? 0 : queue));
    }

    private static byte first(final int[] values) {
        return values.length == 0 ? 0 : (byte) values[0];
    }

    VrQosMap map(final int id) {
        return new VrQosMap()
                .op(SandeshOp.ADD)
                .put(VrQosMap.ID, id)
                .put(VrQosMap.DSCP, bytes(dscp, 0, dscp.length))
                .put(VrQosMap.DSCP_FC_ID, bytes(classes, 0, dscp.length))
                .put(VrQosMap.MPLS_QOS, bytes(exp, 0, exp.length))
                .put(VrQosMap.MPLS_QOS_FC_ID, bytes(classes, dscp.length, exp.length))
                .put(VrQosMap.DOTONEP, bytes(dot1p, 0, dot1p.length))
                .put(VrQosMap.DOTONEP_FC_ID, bytes(classes, dscp.length + exp.length, dot1p.length));
    }

    private static byte[] bytes(final int[] values, final int from, final int count) {
        final byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) values[from + i];
        }
        return bytes;
    }
}
