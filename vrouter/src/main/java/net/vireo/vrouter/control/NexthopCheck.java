// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Arrays;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.Tables;

/** From a request for a next hop to the next hop that lcores read, or a refusal. */
final class NexthopCheck {
    private static final int MAX_INTERFACES = 3;
    private static final int TUNNELS = Nexthop.FLAG_TUNNEL_GRE
            | Nexthop.FLAG_TUNNEL_UDP
            | Nexthop.FLAG_TUNNEL_UDP_MPLS
            | Nexthop.FLAG_TUNNEL_VXLAN;

    private final VrNexthop request;
    private final Tables tables;
    private final int[] interfaces;
    private final byte[] encapsulation;

    private NexthopCheck(final VrNexthop request, final Tables tables) {
        this.request = request;
        this.tables = tables;
        this.interfaces = request.value(VrNexthop.ENCAP_OIF_ID);
        this.encapsulation = request.value(VrNexthop.ENCAP);
    }

    /**
     * Checks a request and completes fields that the original tools leave to the router: the family of a tunnel and the
     * length of the Ethernet header.
     */
    static Nexthop checked(final VrNexthop request, final Tables tables) {
        return new NexthopCheck(request, tables).nexthop();
    }

    private Nexthop nexthop() {
        final int id = request.value(VrNexthop.ID);
        Refusal.unlessInRange("next hop", id, tables.limits().nexthops());
        final int vrf = request.value(VrNexthop.VRF);
        if (vrf != Nexthop.NO_VRF) {
            Refusal.unlessInRange("VRF", vrf, tables.limits().vrfs());
        }
        checkInterfaces();
        final NexthopDetails details = NexthopDetailsCheck.checked(request, tables);
        final int type = request.value(VrNexthop.TYPE);
        switch (type) {
            case Nexthop.TYPE_RECEIVE -> request.put(VrNexthop.ENCAP_LEN, 0);
            case Nexthop.TYPE_ENCAP -> checkEncapsulation();
            case Nexthop.TYPE_TUNNEL -> checkTunnel();
            case Nexthop.TYPE_VRF_TRANSLATE -> {
                request.put(VrNexthop.ENCAP_LEN, encapsulation.length);
                if (vrf == Nexthop.NO_VRF) {
                    throw Refusal.invalid("a next hop that leads to another VRF needs to name it");
                }
            }
            case Nexthop.TYPE_RESOLVE, Nexthop.TYPE_DISCARD, Nexthop.TYPE_COMPOSITE, Nexthop.TYPE_L2_RECEIVE ->
                request.put(VrNexthop.ENCAP_LEN, encapsulation.length);
            default -> throw Refusal.invalid("next hop type " + type + " does not exist");
        }
        final boolean leavesByVif =
                type == Nexthop.TYPE_RECEIVE || type == Nexthop.TYPE_ENCAP || type == Nexthop.TYPE_TUNNEL;
        final int vif = leavesByVif ? existingInterface() : Nexthop.NO_VIF;
        checkSize();
        return new Nexthop(
                id,
                type,
                request.value(VrNexthop.FAMILY),
                request.value(VrNexthop.FLAGS),
                vrf,
                vif,
                WireIpv4.fromWire(request.value(VrNexthop.TUN_SIP)),
                WireIpv4.fromWire(request.value(VrNexthop.TUN_DIP)),
                firstHeader(),
                details);
    }

    private void checkInterfaces() {
        if (interfaces.length > MAX_INTERFACES) {
            throw Refusal.invalid(interfaces.length + " outgoing interfaces, at most " + MAX_INTERFACES);
        }
    }

    private int existingInterface() {
        if (interfaces.length == 0 || tables.vif(interfaces[0]) == null) {
            throw new Refusal(
                    ResponseError.ENODEV,
                    interfaces.length == 0
                            ? "the next hop names no outgoing interface"
                            : "the next hop leaves by vif " + interfaces[0] + ", which does not exist");
        }
        return interfaces[0];
    }

    private void checkEncapsulation() {
        // A bridged frame leaves as it is.
        if (encapsulation.length == 0 && request.value(VrNexthop.FAMILY) != Nexthop.FAMILY_BRIDGE) {
            throw Refusal.invalid("an encap next hop needs an Ethernet header");
        }
        checkHeaders();
    }

    private void checkTunnel() {
        if (request.value(VrNexthop.TUN_DIP) == 0) {
            throw request.value(VrNexthop.TUN_DIP6).length > 0
                    ? Refusal.unsupported("tunnels over IPv6")
                    : Refusal.invalid("a tunnel needs a destination");
        }
        if ((request.value(VrNexthop.FLAGS) & TUNNELS) == 0) {
            throw Refusal.invalid("a tunnel needs a kind: GRE, UDP, MPLS over UDP or VXLAN");
        }
        if (request.value(VrNexthop.FAMILY) == Family.UNSPECIFIED) {
            request.put(VrNexthop.FAMILY, Family.INET);
        }
        checkHeaders();
    }

    private void checkHeaders() {
        final int length = encapsulation.length;
        if (length % Nexthop.REWRITE_LENGTH_BYTES != 0
                || length > Nexthop.REWRITE_LENGTH_BYTES * Math.max(interfaces.length, 1)) {
            throw Refusal.invalid(length + " bytes are not an Ethernet header for each outgoing interface");
        }
        request.put(VrNexthop.ENCAP_LEN, length);
    }

    /** Only what a tool can read back is accepted, with a resolved header in it. */
    private void checkSize() {
        if (ObjectWriter.encode(request).length > DumpPage.LIMIT_BYTES - Nexthop.REWRITE_LENGTH_BYTES) {
            throw new Refusal(ResponseError.EMSGSIZE, "the next hop is longer than any reply can be");
        }
    }

    private byte[] firstHeader() {
        final int length = Math.min(encapsulation.length, Nexthop.REWRITE_LENGTH_BYTES);
        return Arrays.copyOf(encapsulation, length);
    }
}
