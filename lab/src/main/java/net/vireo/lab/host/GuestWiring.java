// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Topology;
import net.vireo.linux.Ethtool;

/** Gives each guest its {@code eth0} and each host its {@code vhost0}. */
public final class GuestWiring {
    private static final int GUEST_MTU_BYTES = 1500;

    private final Spaces spaces;
    private final Topology topology;
    private final Attachment.Kind kind;
    private final boolean selfMade;

    public GuestWiring(final Spaces spaces, final Topology topology, final Attachment.Kind kind) {
        this(spaces, topology, kind, false);
    }

    /** @param selfMade whether guests get their addresses themselves: their links are set up, and no more */
    public GuestWiring(
            final Spaces spaces, final Topology topology, final Attachment.Kind kind, final boolean selfMade) {
        this.spaces = spaces;
        this.topology = topology;
        this.kind = kind;
        this.selfMade = selfMade;
    }

    /**
     * Before the data plane starts: the namespaces, and where veth pairs are used also those, so that the data plane
     * finds a link of the vif's name and opens it instead of making a TAP.
     */
    public void prepare() {
        for (final Guest guest : topology.guests()) {
            if (selfMade) {
                spaces.createForSelfMadeGuest(guest.name());
            } else {
                spaces.createForGuest(guest.name());
            }
        }
        if (kind == Attachment.Kind.VETH) {
            topology.guests()
                    .forEach(guest -> pair(
                            guest.name(),
                            Guest.LINK,
                            topology.node(guest.node()).dataPlaneSpace(),
                            guest.name()));
            topology.nodes()
                    .forEach(node -> pair(
                            node.hostSpace(), ComputeNode.HOST_LINK, node.dataPlaneSpace(), ComputeNode.HOST_LINK));
        }
    }

    /** After a node was provisioned: its TAPs exist; they become the guests' and get their addresses. */
    public void finish(final ComputeNode node) {
        for (final Guest guest : topology.guestsOn(node)) {
            if (kind == Attachment.Kind.TAP) {
                spaces.withDescriptor(
                        guest.name(),
                        space -> spaces.inside(node.dataPlaneSpace(), netlink -> {
                            netlink.moveTo(netlink.link(guest.name()).index(), space);
                            return null;
                        }));
                spaces.inside(guest.name(), netlink -> {
                    netlink.rename(netlink.link(guest.name()).index(), Guest.LINK);
                    return null;
                });
            }
            if (selfMade) {
                setUp(guest);
            } else {
                giveAddresses(guest);
            }
        }
        address(
                node.hostSpace(),
                ComputeNode.HOST_LINK,
                node.mac(),
                node.address(),
                topology.fabric().prefixLength(),
                topology.fabric().mtuBytes());
    }

    private void setUp(final Guest guest) {
        spaces.inside(guest.name(), netlink -> {
            final int index = netlink.link(Guest.LINK).index();
            netlink.setMac(index, guest.mac());
            netlink.setMtu(index, GUEST_MTU_BYTES);
            netlink.setUp(index);
            return null;
        });
    }

    private void giveAddresses(final Guest guest) {
        address(
                guest.name(),
                Guest.LINK,
                guest.mac(),
                guest.address(),
                topology.networkOf(guest).prefix().length(),
                GUEST_MTU_BYTES);
        final IpAddress address6 = guest.address6();
        spaces.inside(guest.name(), netlink -> {
            netlink.addAddress6(
                    netlink.link(Guest.LINK).index(),
                    address6.high(),
                    address6.low(),
                    topology.networkOf(guest).prefix6().length());
            return null;
        });
    }

    private void pair(final String space, final String link, final String peerSpace, final String peerLink) {
        spaces.withDescriptor(
                peerSpace,
                peer -> spaces.inside(space, netlink -> {
                    netlink.addVeth(link, peerLink, peer);
                    return null;
                }));
        // The data plane moves single packets with finished checksums; a veth would hand over whole segments.
        withoutOffloads(space, link);
        withoutOffloads(peerSpace, peerLink);
        spaces.inside(peerSpace, netlink -> {
            netlink.setUp(netlink.link(peerLink).index());
            return null;
        });
    }

    private void withoutOffloads(final String space, final String link) {
        spaces.call(space, () -> {
            Ethtool.setAllOffloadsOff(link);
            return null;
        });
    }

    private void address(
            final String space,
            final String link,
            final long mac,
            final int address,
            final int prefixLength,
            final int mtuBytes) {
        spaces.inside(space, netlink -> {
            final int index = netlink.link(link).index();
            netlink.setMac(index, mac);
            netlink.setMtu(index, mtuBytes);
            netlink.addAddress(index, address, prefixLength);
            netlink.setUp(index);
            return null;
        });
    }
}
