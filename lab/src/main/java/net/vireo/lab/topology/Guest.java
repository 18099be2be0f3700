// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

/**
 * One guest: a namespace whose {@code eth0} is an interface of its node's data plane.
 *
 * @param name for example {@code g2-vm0}; also the name of the vif on the node, so at most 15 characters
 * @param network the virtual network it is in
 * @param node the compute node it runs on
 * @param address its IPv4 address in that network
 * @param address6 its IPv6 address in that network
 * @param mac of its {@code eth0}
 * @param label the MPLS label under which its node takes packets for it
 * @param bridgeLabel the MPLS label under which its node takes frames for it; 0 in a network that is not bridged
 * @param queues queue pairs of its card when it is a virtual machine
 */
public record Guest(
        String name,
        String network,
        String node,
        int address,
        IpAddress address6,
        long mac,
        int label,
        int bridgeLabel,
        int queues) {
    /** The guest's one interface, inside its namespace. */
    public static final String LINK = "eth0";

    /** The limit of Linux for an interface name (IFNAMSIZ without its final zero). */
    private static final int NAME_CHARACTERS = 15;

    /** With one queue pair. */
    public Guest(
            final String name,
            final String network,
            final String node,
            final int address,
            final IpAddress address6,
            final long mac,
            final int label,
            final int bridgeLabel) {
        this(name, network, node, address, address6, mac, label, bridgeLabel, 1);
    }

    /** Refuses a name that no interface can have, and one label for two things. */
    public Guest {
        if (label == bridgeLabel) {
            throw new IllegalArgumentException("guest " + name + " takes packets and frames under the same label");
        }
        if (name.isEmpty() || name.length() > NAME_CHARACTERS) {
            throw new IllegalArgumentException("guest name " + name + " is not 1 to 15 characters");
        }
    }

    /** The same with the IPv6 address that is made of the prefix and its MAC: ff:fe in the middle, one bit turned. */
    Guest withMadeAddress() {
        final long upper = mac >>> 24 ^ 0x02_00_00L;
        final long made = upper << 40 | 0xff_feL << 24 | mac & 0xff_ff_ffL;
        return new Guest(
                name, network, node, address, new IpAddress(address6.high(), made), mac, label, bridgeLabel, queues);
    }

    /** Its address of a family. */
    public IpAddress address(final Family family) {
        return family == Family.IPV4 ? IpAddress.v4(address) : address6;
    }

    /** Same address in the same network; each guest does so with itself. */
    boolean sharesAddressWith(final Guest other) {
        return network.equals(other.network) && (address == other.address || address6.equals(other.address6));
    }

    /** Same label for anything; each guest does so with itself, and with nobody but itself when all is well. */
    boolean sharesLabelWith(final Guest other) {
        return label == other.label
                || label == other.bridgeLabel
                || bridgeLabel != 0 && (bridgeLabel == other.label || bridgeLabel == other.bridgeLabel);
    }
}
