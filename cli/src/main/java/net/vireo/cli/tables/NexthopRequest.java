// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WirePort;
import net.vireo.vrouter.table.Nexthop;

/** A next hop as a control object, without an operation. */
final class NexthopRequest {
    /** What the original tools put into nhr_encap_family: ARP's ethertype. */
    private static final int ENCAP_FAMILY = 0x806;

    private static final int ETHERTYPE_IPV4 = 0x800;

    private NexthopRequest() {}

    static VrNexthop of(final NexthopItem nexthop) {
        final VrNexthop request = new VrNexthop()
                .put(VrNexthop.ID, nexthop.id())
                .put(VrNexthop.TYPE, nexthop.type())
                .put(VrNexthop.FAMILY, nexthop.family())
                .put(VrNexthop.FLAGS, nexthop.flags())
                .put(VrNexthop.VRF, nexthop.vrf())
                .put(VrNexthop.ENCAP_OIF_ID, nexthop.vif());
        return switch (nexthop.type()) {
            case Nexthop.TYPE_ENCAP ->
                request.put(VrNexthop.ENCAP, header(nexthop))
                        .put(VrNexthop.ENCAP_LEN, Nexthop.REWRITE_LENGTH_BYTES)
                        .put(VrNexthop.ENCAP_FAMILY, ENCAP_FAMILY);
            case Nexthop.TYPE_TUNNEL -> tunnel(request, nexthop);
            case Nexthop.TYPE_COMPOSITE ->
                request.put(VrNexthop.NH_LIST, array(nexthop.members()))
                        .put(VrNexthop.LABEL_LIST, array(nexthop.labels()))
                        .put(VrNexthop.NH_COUNT, nexthop.members().size());
            default -> request;
        };
    }

    private static VrNexthop tunnel(final VrNexthop request, final NexthopItem nexthop) {
        request.put(VrNexthop.TUN_SIP, WireIpv4.toWire(nexthop.tunnelSource()))
                .put(VrNexthop.TUN_DIP, WireIpv4.toWire(nexthop.tunnelDestination()))
                .put(VrNexthop.TUN_SPORT, WirePort.toWire(nexthop.ports().source()))
                .put(VrNexthop.TUN_DPORT, WirePort.toWire(nexthop.ports().destination()))
                .put(VrNexthop.ENCAP_FAMILY, ENCAP_FAMILY);
        if (nexthop.rewriteDestination() != 0) {
            request.put(VrNexthop.ENCAP, header(nexthop)).put(VrNexthop.ENCAP_LEN, Nexthop.REWRITE_LENGTH_BYTES);
        }
        return nexthop.overlayMac() == 0 ? request : request.put(VrNexthop.RW_DST_MAC, Mac.bytes(nexthop.overlayMac()));
    }

    private static int[] array(final List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static byte[] header(final NexthopItem nexthop) {
        final byte[] header = new byte[Nexthop.REWRITE_LENGTH_BYTES];
        System.arraycopy(Mac.bytes(nexthop.rewriteDestination()), 0, header, 0, 6);
        System.arraycopy(Mac.bytes(nexthop.rewriteSource()), 0, header, 6, 6);
        header[12] = (byte) (ETHERTYPE_IPV4 >>> 8);
        header[13] = (byte) ETHERTYPE_IPV4;
        return header;
    }
}
