// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.Ipv4;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Nexthop;

/**
 * Tunnels of a node from MPLS over GRE to MPLS over UDP or back, while packets pass: each next hop is added again under its
 * number with another kind, as an agent would. The label and what leads to the next hop stay, and the far node takes both
 * kinds at any time, so nothing is lost. It lasts until somebody adds the next hop otherwise, an apply for example.
 */
public final class EncapConversion {
    /** Two labels go over UDP only. */
    private static final int NOT_CONVERTED = Nexthop.FLAG_TUNNEL_MPLS_OVER_MPLS;

    private EncapConversion() {}

    /** What an MPLS packet travels in. */
    public enum Kind {
        /** MPLS over UDP: its source port tells flows apart. */
        UDP(Nexthop.FLAG_TUNNEL_UDP_MPLS, "MPLS over UDP"),
        /** MPLS over GRE: all flows of two nodes look the same. */
        GRE(Nexthop.FLAG_TUNNEL_GRE, "MPLS over GRE");

        private final int flag;
        private final String text;

        Kind(final int flag, final String text) {
            this.flag = flag;
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }

        private Kind other() {
            return this == UDP ? GRE : UDP;
        }

        /** The kind of a next hop; empty for one that is no such tunnel. */
        public static Optional<Kind> of(final VrNexthop nexthop) {
            final int flags = nexthop.value(VrNexthop.FLAGS);
            if (nexthop.value(VrNexthop.TYPE) != Nexthop.TYPE_TUNNEL || (flags & NOT_CONVERTED) != 0) {
                return Optional.empty();
            }
            if ((flags & UDP.flag) != 0) {
                return Optional.of(UDP);
            }
            return (flags & GRE.flag) != 0 ? Optional.of(GRE) : Optional.empty();
        }
    }

    /**
     * A tunnel that was converted.
     *
     * @param id of its next hop
     * @param to the other end
     */
    public record Converted(int id, String to) {}

    /**
     * Converts what can be.
     *
     * @param to only tunnels to this address; empty: all
     * @return those that were converted, in the order of their numbers
     * @throws CommandFailed when there is nothing that can be
     */
    public static List<Converted> convert(final VrouterClient client, final Kind kind, final Optional<Integer> to) {
        final List<VrNexthop> tunnels = client.dump(new VrNexthop()).all(VrNexthop.class).stream()
                .filter(nexthop -> nexthop.value(VrNexthop.TYPE) == Nexthop.TYPE_TUNNEL)
                .filter(nexthop -> to.isEmpty() || destination(nexthop) == to.get())
                .toList();
        final List<VrNexthop> found = tunnels.stream()
                .filter(nexthop -> Kind.of(nexthop).equals(Optional.of(kind.other())))
                .toList();
        if (found.isEmpty() && tunnels.stream().noneMatch(each -> Kind.of(each).equals(Optional.of(kind)))) {
            throw none(tunnels, kind, to);
        }
        final List<Converted> converted = new ArrayList<>();
        for (final VrNexthop nexthop : found) {
            final int flags = nexthop.value(VrNexthop.FLAGS);
            client.request(nexthop.op(SandeshOp.ADD).put(VrNexthop.FLAGS, flags & ~kind.other().flag | kind.flag));
            converted.add(new Converted(nexthop.value(VrNexthop.ID), Ipv4.text(destination(nexthop))));
        }
        return converted;
    }

    private static int destination(final VrNexthop nexthop) {
        return WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_DIP));
    }

    private static CommandFailed none(final List<VrNexthop> tunnels, final Kind kind, final Optional<Integer> to) {
        final String where = to.map(address -> " to " + Ipv4.text(address)).orElse("");
        return tunnels.isEmpty()
                ? new CommandFailed("there is no tunnel" + where, "'vireo nh' lists what there is")
                : new CommandFailed(
                        "no tunnel" + where + " is " + kind.other().text()
                                + ": VXLAN carries network ids where MPLS carries labels, plain UDP and two labels have no"
                                + " other kind",
                        "change 'encap' in the node's file and 'vireo apply' it");
    }
}
