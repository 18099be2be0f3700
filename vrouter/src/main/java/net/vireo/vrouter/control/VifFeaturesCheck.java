// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.QosMap;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;

/**
 * From a request for an interface, complete but for these, to what only some interfaces have, or a refusal. A request
 * without a name changes an interface: what makes a sub-interface one stays then.
 */
final class VifFeaturesCheck {
    private static final int MAC_BYTES = 6;
    private static final int MAX_SOURCE_MACS = 4;
    private static final int MAX_METADATA_BYTES = 255;
    private static final int VLANS = 4096;
    private static final int MAX_FAT_FLOW_RULES = 128;

    private final VrInterface request;
    private final Vif keep;
    private final Tables tables;

    private VifFeaturesCheck(final VrInterface request, final Vif keep, final Tables tables) {
        this.request = request;
        this.keep = keep;
        this.tables = tables;
    }

    /** @param keep the interface whose identity the request leaves as it is, null when the request names its own */
    static VifFeatures checked(final VrInterface request, final Vif keep, final Tables tables) {
        final VifFeaturesCheck check = new VifFeaturesCheck(request, keep, tables);
        return request.value(VrInterface.TYPE) == Vif.TYPE_VIRTUAL_VLAN
                ? check.subInterface()
                : check.features(Vif.NONE, VifFeatures.NO_VLAN, VifFeatures.NO_VLAN, new long[0]);
    }

    /** The mode is the hypervisor's role; the list of queues is not used but for its length (fact sheet, 1.1 and 3.9). */
    private VhostSocket vhost() {
        final int type = request.value(VrInterface.TYPE);
        if (type != Vif.TYPE_VIRTUAL && type != Vif.TYPE_PHYSICAL
                || request.value(VrInterface.TRANSPORT) != Vif.TRANSPORT_PMD) {
            return VhostSocket.NONE;
        }
        if (keep != null) {
            final VhostSocket before = keep.features().vhost();
            request.put(VrInterface.VHOSTUSER_MODE, before.guestListens() ? 1 : 0)
                    .put(
                            VrInterface.HW_QUEUES,
                            IntStream.range(0, before.queuePairs()).toArray());
        }
        final int mode = request.value(VrInterface.VHOSTUSER_MODE);
        Refusal.unlessInRange("vhost-user mode", mode, 2);
        final int pairs = request.value(VrInterface.HW_QUEUES).length;
        Refusal.unlessInRange("queue pairs", pairs, VhostSocket.MAX_QUEUE_PAIRS + 1);
        return new VhostSocket(mode == 1, pairs);
    }

    private VifFeatures subInterface() {
        if (keep != null) {
            final VifFeatures before = keep.features();
            request.put(VrInterface.PARENT_VIF_IDX, before.parent())
                    .put(VrInterface.VLAN_ID, before.vlan())
                    .put(VrInterface.OVLAN_ID, before.outerVlan() == VifFeatures.NO_VLAN ? 0 : before.outerVlan())
                    .put(VrInterface.SRC_MAC, bytes(before.sourceMacs()));
        }
        final int parent = request.value(VrInterface.PARENT_VIF_IDX);
        Refusal.unlessInRange("parent vif", parent, tables.limits().vifs());
        // A parent that is not there yet is no error: the sub-interface receives nothing until it is.
        final Vif known = tables.vif(parent);
        if (parent == request.value(VrInterface.IDX) || known != null && known.isSubInterface()) {
            throw Refusal.invalid("vif " + parent + " cannot be the parent of a sub-interface");
        }
        final int vlan = request.value(VrInterface.VLAN_ID);
        Refusal.unlessInRange("VLAN", vlan, VLANS);
        final int outer = request.value(VrInterface.OVLAN_ID);
        Refusal.unlessInRange("outer VLAN", outer, VLANS);
        return features(parent, vlan, outer == 0 ? VifFeatures.NO_VLAN : outer, sourceMacs());
    }

    private long[] sourceMacs() {
        final byte[] octets = request.value(VrInterface.SRC_MAC);
        if (octets.length % MAC_BYTES != 0 || octets.length > MAX_SOURCE_MACS * MAC_BYTES) {
            throw Refusal.invalid(
                    octets.length + " bytes are not the MACs of a sub-interface, at most " + MAX_SOURCE_MACS);
        }
        final long[] macs = new long[octets.length / MAC_BYTES];
        for (int i = 0; i < macs.length; i++) {
            macs[i] = WireMac.fromBytes(Arrays.copyOfRange(octets, i * MAC_BYTES, (i + 1) * MAC_BYTES));
        }
        // The original tool reads as many of these as there are MACs.
        request.put(VrInterface.BRIDGE_IDX, IntStream.range(0, macs.length).toArray());
        return macs;
    }

    private VifFeatures features(final int parent, final int vlan, final int outerVlan, final long... sourceMacs) {
        return new VifFeatures(
                Long.reverseBytes(request.value(VrInterface.IP6_U)),
                Long.reverseBytes(request.value(VrInterface.IP6_L)),
                parent,
                vlan,
                outerVlan,
                sourceMacs,
                mirror(),
                metadata(request.value(VrInterface.IN_MIRROR_MD)),
                metadata(request.value(VrInterface.OUT_MIRROR_MD)),
                qosMap(),
                fatFlowRules(),
                vhost());
    }

    private int mirror() {
        if ((request.value(VrInterface.FLAGS) & (Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX)) == 0) {
            return VifFeatures.NO_MIRROR;
        }
        final int mirror = request.value(VrInterface.MIR_ID);
        Refusal.unlessInRange("mirror", mirror, tables.limits().mirrors());
        return mirror;
    }

    private static byte[] metadata(final byte[] metadata) {
        if (metadata.length > MAX_METADATA_BYTES) {
            throw Refusal.invalid(metadata.length + " bytes of mirror metadata, at most " + MAX_METADATA_BYTES);
        }
        return metadata;
    }

    private int qosMap() {
        final int map = request.value(VrInterface.QOS_MAP_INDEX);
        if (map != VifFeatures.NO_QOS) {
            Refusal.unlessInRange("QoS map", map, QosMap.MAPS);
        }
        return map;
    }

    private int[] fatFlowRules() {
        final int[] rules = request.value(VrInterface.FAT_FLOW_PROTOCOL_PORT);
        if (rules.length > MAX_FAT_FLOW_RULES) {
            throw Refusal.invalid(rules.length + " fat flow rules, at most " + MAX_FAT_FLOW_RULES);
        }
        return rules;
    }

    private static byte[] bytes(final long... macs) {
        final byte[] octets = new byte[macs.length * MAC_BYTES];
        for (int i = 0; i < macs.length; i++) {
            System.arraycopy(WireMac.toBytes(macs[i]), 0, octets, i * MAC_BYTES, MAC_BYTES);
        }
        return octets;
    }
}
