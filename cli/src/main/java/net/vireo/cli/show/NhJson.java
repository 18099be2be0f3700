// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WirePort;
import net.vireo.vrouter.table.Nexthop;

/** One next hop as data. */
final class NhJson {
    private NhJson() {}

    static Map<String, Object> tree(final VrNexthop nexthop, final NodeNames names) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        final int id = nexthop.value(VrNexthop.ID);
        final int vrf = nexthop.value(VrNexthop.VRF);
        final int[] interfaces = nexthop.value(VrNexthop.ENCAP_OIF_ID);
        tree.put("nexthop", id);
        tree.put("meaning", VifJson.emptyToNull(names.nexthop(id)));
        tree.put("type", NhWords.type(nexthop.value(VrNexthop.TYPE)));
        tree.put("family", NhWords.family(nexthop.value(VrNexthop.FAMILY)));
        tree.put("references", nexthop.value(VrNexthop.REF_CNT));
        tree.put("vrf", vrf);
        tree.put("network", VifJson.emptyToNull(names.vrf(vrf)));
        tree.put("flags", NhWords.flags(nexthop.value(VrNexthop.FLAGS)));
        tree.put("vifs", IntStream.of(interfaces).filter(i -> i >= 0).boxed().toList());
        if (interfaces.length > 0) {
            tree.put("vifName", VifJson.emptyToNull(names.vif(interfaces[0])));
        }
        tree.put("rewrite", HexFormat.of().formatHex(nexthop.value(VrNexthop.ENCAP)));
        if (nexthop.value(VrNexthop.TYPE) == Nexthop.TYPE_TUNNEL) {
            tree.put("source", Ipv4.text(WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_SIP))));
            tree.put("destination", Ipv4.text(WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_DIP))));
            tree.put("sourcePort", WirePort.fromWire(nexthop.value(VrNexthop.TUN_SPORT)));
            tree.put("destinationPort", WirePort.fromWire(nexthop.value(VrNexthop.TUN_DPORT)));
            final long overlay = Mac.of(nexthop.value(VrNexthop.RW_DST_MAC));
            tree.put("overlayMac", overlay == 0 ? null : Mac.text(overlay));
        }
        if (nexthop.value(VrNexthop.NH_LIST).length > 0) {
            tree.put(
                    "members",
                    IntStream.of(nexthop.value(VrNexthop.NH_LIST)).boxed().toList());
            tree.put(
                    "labels",
                    IntStream.of(nexthop.value(VrNexthop.LABEL_LIST)).boxed().toList());
        }
        return tree;
    }
}
