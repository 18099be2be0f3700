// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv6;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrVrfAssign;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireIpv6;

/** One vif as data. */
final class VifJson {
    private VifJson() {}

    static Map<String, Object> tree(final VrInterface vif, final NodeNames names) {
        final int index = vif.value(VrInterface.IDX);
        final NodeNames.VifName name = names.vifs().get(index);
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("vif", index);
        tree.put("name", name == null ? vif.value(VrInterface.NAME) : name.name());
        tree.put("device", vif.value(VrInterface.NAME));
        tree.put("type", VifType.type(vif.value(VrInterface.TYPE)));
        tree.put("transport", VifType.transport(vif.value(VrInterface.TRANSPORT)));
        tree.put("mac", Mac.text(Mac.of(vif.value(VrInterface.MAC))));
        tree.put("ip", Ipv4.text(WireIpv4.fromWire(vif.value(VrInterface.IP))));
        final long upper = vif.value(VrInterface.IP6_U);
        final long lower = vif.value(VrInterface.IP6_L);
        tree.put("ip6", (upper | lower) == 0 ? null : Ipv6.text(WireIpv6.fromWire(upper, lower)));
        tree.put("vrf", vif.value(VrInterface.VRF));
        tree.put("network", emptyToNull(names.vrf(vif.value(VrInterface.VRF))));
        tree.put("multicastVrf", vif.value(VrInterface.MCAST_VRF));
        tree.put("flags", VifFlags.symbols(vif.value(VrInterface.FLAGS)));
        final int flags = vif.value(VrInterface.FLAGS);
        final boolean mirrored = VifFlags.MIRROR_RX.in(flags) || VifFlags.MIRROR_TX.in(flags);
        tree.put("mirror", mirrored ? (Integer) vif.value(VrInterface.MIR_ID) : null);
        final int qos = vif.value(VrInterface.QOS_MAP_INDEX);
        tree.put("qosMap", qos < 0 ? null : (Integer) qos);
        if (vif.value(VrInterface.VLAN_ID) > 0) {
            tree.put("vlan", vif.value(VrInterface.VLAN_ID));
            tree.put("outerVlan", vif.value(VrInterface.OVLAN_ID));
            tree.put("parent", vif.value(VrInterface.PARENT_VIF_IDX));
        }
        tree.put("mtuBytes", vif.value(VrInterface.MTU));
        tree.put("nexthop", vif.value(VrInterface.NH_ID));
        tree.put("osIndex", vif.value(VrInterface.OS_IDX));
        tree.put("references", vif.value(VrInterface.REF_CNT));
        tree.put("rx", counters(vif, VrInterface.IPACKETS, VrInterface.IBYTES, VrInterface.IERRORS));
        tree.put("tx", counters(vif, VrInterface.OPACKETS, VrInterface.OBYTES, VrInterface.OERRORS));
        tree.put("drops", vif.value(VrInterface.DPACKETS));
        tree.put("rxDevice", counters(vif, VrInterface.DEV_IPACKETS, VrInterface.DEV_IBYTES, VrInterface.DEV_IERRORS));
        tree.put("txDevice", counters(vif, VrInterface.DEV_OPACKETS, VrInterface.DEV_OBYTES, VrInterface.DEV_OERRORS));
        tree.put("rxPort", counters(vif, VrInterface.PORT_IPACKETS, null, VrInterface.PORT_IERRORS));
        tree.put("txPort", counters(vif, VrInterface.PORT_OPACKETS, null, VrInterface.PORT_OERRORS));
        tree.put("rxQueue", counters(vif, VrInterface.QUEUE_IPACKETS, null, VrInterface.QUEUE_IERRORS));
        tree.put("txQueue", counters(vif, VrInterface.QUEUE_OPACKETS, null, VrInterface.QUEUE_OERRORS));
        tree.put(
                "rxQueueErrorsToLcore",
                LongStream.of(vif.value(VrInterface.QUEUE_IERRORS_TO_LCORE))
                        .boxed()
                        .toList());
        return tree;
    }

    /** Adds the VRF of each VLAN of a service vif. */
    static void putVlans(final Map<String, Object> tree, final List<VrVrfAssign> assignments) {
        final Map<String, Object> vlans = new LinkedHashMap<>();
        assignments.forEach(assignment -> vlans.put(
                Integer.toString(assignment.value(VrVrfAssign.VLAN_ID)), assignment.value(VrVrfAssign.VIF_VRF)));
        if (!vlans.isEmpty()) {
            tree.put("vrfByVlan", vlans);
        }
    }

    private static Map<String, Object> counters(
            final VrInterface vif,
            final Field.OfLong<VrInterface> packets,
            final Field.OfLong<VrInterface> bytes,
            final Field.OfLong<VrInterface> errors) {
        final Map<String, Object> counters = new LinkedHashMap<>();
        counters.put("packets", vif.value(packets));
        if (bytes != null) {
            counters.put("bytes", vif.value(bytes));
        }
        counters.put("errors", vif.value(errors));
        return counters;
    }

    /** A name as data: none is null, not an empty text. */
    static String emptyToNull(final String name) {
        return name.isEmpty() ? null : name;
    }
}
