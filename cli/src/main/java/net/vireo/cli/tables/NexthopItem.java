// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Family;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/**
 * A next hop. Numbers as on the control socket (sheet vrouter-dataplane 1.3).
 *
 * @param rewriteDestination the destination MAC of an encap or a tunnel; 0 for a tunnel whose neighbour the data plane finds
 * @param rewriteSource the source MAC beside it
 * @param ports source and destination of a UDP tunnel, 0 when it is none
 * @param overlayMac the inner frame's destination of an L3 VXLAN tunnel, 0 when it is none
 * @param members of a composite
 * @param labels the label or VNI of each member, -1 when it needs none
 */
public record NexthopItem(
        int id,
        int type,
        int family,
        int flags,
        int vrf,
        int vif,
        int tunnelSource,
        int tunnelDestination,
        long rewriteDestination,
        long rewriteSource,
        Ports ports,
        long overlayMac,
        List<Integer> members,
        List<Integer> labels)
        implements Item {
    /** The label of a member that needs none. */
    public static final int NO_LABEL = -1;

    /** UDP ports. */
    public record Ports(int source, int destination) {
        /** Of what is no UDP tunnel. */
        public static final Ports NONE = new Ports(0, 0);
    }

    /** One that needs no more than a type. */
    public static NexthopItem plain(final int type, final int family, final int flags, final int vrf, final int vif) {
        return new NexthopItem(
                0, type, family, Nexthop.FLAG_VALID | flags, vrf, vif, 0, 0, 0, 0, Ports.NONE, 0, List.of(), List.of());
    }

    /** Puts an Ethernet header to this MAC in front, or, for the bridge family, sends the frame as it is. */
    public static NexthopItem encap(final int family, final int flags, final int vrf, final int vif, final long mac) {
        final NexthopItem plain = plain(Nexthop.TYPE_ENCAP, family, flags, vrf, vif);
        return new NexthopItem(
                0,
                plain.type,
                family,
                plain.flags,
                vrf,
                vif,
                0,
                0,
                mac,
                Vif.ROUTER_MAC,
                Ports.NONE,
                0,
                List.of(),
                List.of());
    }

    /** A tunnel by the fabric; its kind is in the flags. */
    public static NexthopItem tunnel(
            final int flags,
            final int vif,
            final int source,
            final int destination,
            final Ports ports,
            final long mac) {
        return new NexthopItem(
                0,
                Nexthop.TYPE_TUNNEL,
                Family.INET,
                Nexthop.FLAG_VALID | flags,
                0,
                vif,
                source,
                destination,
                0,
                0,
                ports,
                mac,
                List.of(),
                List.of());
    }

    /** One or all of several, as the flags say. */
    public static NexthopItem composite(
            final int family, final int flags, final int vrf, final List<Integer> members, final List<Integer> labels) {
        return new NexthopItem(
                0,
                Nexthop.TYPE_COMPOSITE,
                family,
                Nexthop.FLAG_VALID | flags,
                vrf,
                Nexthop.NO_VIF,
                0,
                0,
                0,
                0,
                Ports.NONE,
                0,
                List.copyOf(members),
                List.copyOf(labels));
    }

    /** The same under this id. */
    public NexthopItem withId(final int newId) {
        return with(newId, rewriteDestination, rewriteSource);
    }

    /** The same with an Ethernet header that nobody needs to look for. */
    public NexthopItem withHeader(final long destination, final long source) {
        return with(id, destination, source);
    }

    private NexthopItem with(final int newId, final long destination, final long source) {
        return new NexthopItem(
                newId,
                type,
                family,
                flags,
                vrf,
                vif,
                tunnelSource,
                tunnelDestination,
                destination,
                source,
                ports,
                overlayMac,
                members,
                labels);
    }

    @Override
    public String title() {
        return "nh " + id;
    }

    @Override
    public List<String> differencesFrom(final Item actual) {
        final NexthopItem other = (NexthopItem) actual;
        final Differences differences = new Differences()
                .compare("type", other.type, type)
                .compare("family", other.family, family)
                .compare("flags", other.flags, flags)
                .compare("vrf", other.vrf, vrf)
                .compare("vif", other.vif, vif)
                .compare("source", Ipv4.text(other.tunnelSource), Ipv4.text(tunnelSource))
                .compare("destination", Ipv4.text(other.tunnelDestination), Ipv4.text(tunnelDestination))
                .compare("ports", other.ports, ports)
                .compare("overlay mac", Mac.text(other.overlayMac), Mac.text(overlayMac))
                .compare("members", other.members, members)
                .compare("labels", other.labels, labels);
        if (rewriteDestination != 0) {
            differences.compare("mac", Mac.text(other.rewriteDestination), Mac.text(rewriteDestination));
        }
        return differences.found();
    }

    /** True when this one does what {@code other} does, whatever their ids. */
    public boolean doesTheSameAs(final NexthopItem other) {
        return differencesFrom(other).isEmpty();
    }
}
