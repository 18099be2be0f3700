// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.nio.ByteBuffer;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterException;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireIpv6;
import net.vireo.vrouter.table.Vif;

/** The guest that a packet is from, as its vif states it. Immutable. */
final class Sender {
    private final RouterNode node;
    private final int vif;
    private final long mac;
    private final byte[] ip;

    private Sender(final RouterNode node, final int vif, final long mac, final byte[] ip) {
        this.node = node;
        this.vif = vif;
        this.mac = mac;
        this.ip = ip;
    }

    RouterNode node() {
        return node;
    }

    int vif() {
        return vif;
    }

    /** Its Ethernet address. */
    long mac() {
        return mac;
    }

    /** Its address, 4 or 16 bytes. */
    byte[] ip() {
        return ip.clone();
    }

    /**
     * The guest behind a vif, with its address of the family of {@code to}.
     *
     * @throws CommandFailed when it is no guest's vif, or states no such address
     */
    static Sender of(final Fleet.Guest guest, final byte[] to) {
        final VrInterface vif = guest.node().vifs().get(guest.vif());
        final String name = guest.node().vifName(guest.vif());
        if (vif.value(VrInterface.TYPE) == Vif.TYPE_VIRTUAL_VLAN) {
            throw new CommandFailed(
                    name + " is a sub-interface of " + guest.node().vifName(vif.value(VrInterface.PARENT_VIF_IDX)),
                    "paths begin at vifs with a device of their own: use that one's name");
        }
        if (vif.value(VrInterface.TYPE) != Vif.TYPE_VIRTUAL) {
            throw new CommandFailed(name + " is no guest's vif", "'vireo vif --list' shows them");
        }
        final byte[] ip = address(vif, to.length);
        if (isZero(ip)) {
            throw new CommandFailed(
                    name + " has no IPv" + (to.length == Integer.BYTES ? 4 : 6) + " address that the router knows",
                    "its vif states none: see 'vireo vif --get " + guest.vif() + "'");
        }
        return new Sender(guest.node(), guest.vif(), mac(guest, vif), ip);
    }

    /** {@link #of}, or null. */
    static Sender orNull(final Fleet.Guest guest, final byte[] to) {
        try {
            return of(guest, to);
        } catch (final CommandFailed none) {
            return null;
        }
    }

    private static byte[] address(final VrInterface vif, final int lengthBytes) {
        return lengthBytes == Integer.BYTES
                ? ByteBuffer.allocate(Integer.BYTES)
                        .putInt(WireIpv4.fromWire(vif.value(VrInterface.IP)))
                        .array()
                : WireIpv6.fromWire(vif.value(VrInterface.IP6_U), vif.value(VrInterface.IP6_L));
    }

    private static boolean isZero(final byte[] bytes) {
        for (final byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** A vif with the router's address has its guest's in the header that its next hop writes. */
    private static long mac(final Fleet.Guest guest, final VrInterface vif) {
        final long own = Mac.of(vif.value(VrInterface.MAC));
        if (own != Vif.ROUTER_MAC) {
            return own;
        }
        try {
            final byte[] header = guest.node()
                    .client()
                    .request(new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, vif.value(VrInterface.NH_ID)))
                    .first(VrNexthop.class)
                    .value(VrNexthop.ENCAP);
            if (header.length >= 6) {
                return Mac.at(header, 0);
            }
        } catch (final VrouterException none) {
            // Told below.
        }
        throw new CommandFailed(
                "the Ethernet address of " + guest.node().vifName(guest.vif()) + " is not known",
                "its vif's next hop states none: see 'vireo vif --get " + guest.vif() + "'");
    }
}
