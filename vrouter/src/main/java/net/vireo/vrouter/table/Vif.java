// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * An interface of the virtual router. Immutable; an add on an existing index publishes a new one. Numbers are the
 * control socket's (fact sheet vrouter-dataplane 1.1).
 *
 * @param index vif0/index
 * @param type one of the {@code TYPE_} constants
 * @param transport virtual 0, eth 1, pmd 2, socket 3
 * @param name the device's name
 * @param vrf the VRF that packets from it are looked up in
 * @param mcastVrf the VRF for multicast, 65535 when none
 * @param flags {@code FLAG_} bits
 * @param mac its Ethernet address in the low 48 bits
 * @param ip its IPv4 address as a big-endian integer, 0 when none: for a guest, the only source it may use
 * @param mtu in bytes, Ethernet header included, as Contrail counts it (1514 for a 1500-byte link)
 * @param nexthopId the next hop that flow keys use, 0 when none
 * @param osIndex the kernel's interface index, -1 when none
 * @param crossConnect the vif that packets go to in cross-connect mode, or {@link #NONE}
 * @param features what only some interfaces have
 */
public record Vif(
        int index,
        int type,
        int transport,
        String name,
        int vrf,
        int mcastVrf,
        int flags,
        long mac,
        int ip,
        int mtu,
        int nexthopId,
        int osIndex,
        int crossConnect,
        VifFeatures features) {
    public static final int NONE = -1;

    public static final int TYPE_HOST = 0;
    public static final int TYPE_AGENT = 1;
    public static final int TYPE_PHYSICAL = 2;
    public static final int TYPE_VIRTUAL = 3;
    public static final int TYPE_GATEWAY = 5;
    public static final int TYPE_VIRTUAL_VLAN = 6;
    public static final int TYPE_VLAN = 8;
    public static final int TYPE_MONITORING = 9;

    public static final int TRANSPORT_VIRTUAL = 0;
    public static final int TRANSPORT_ETH = 1;
    public static final int TRANSPORT_PMD = 2;
    public static final int TRANSPORT_SOCKET = 3;

    public static final int FLAG_POLICY = 0x1;
    public static final int FLAG_XCONNECT = 0x2;
    public static final int FLAG_SERVICE = 0x4;
    public static final int FLAG_MIRROR_RX = 0x8;
    public static final int FLAG_MIRROR_TX = 0x10;
    public static final int FLAG_L3 = 0x40;
    public static final int FLAG_L2 = 0x80;
    public static final int FLAG_DHCP = 0x100;
    public static final int FLAG_VHOST_PHYS = 0x200;
    public static final int FLAG_PROMISCUOUS = 0x400;
    public static final int FLAG_NATIVE_VLAN = 0x800;
    public static final int FLAG_NO_ARP_PROXY = 0x1000;
    public static final int FLAG_UNKNOWN_UC_FLOOD = 0x1_0000;
    public static final int FLAG_DROP_NEW_FLOWS = 0x4_0000;
    public static final int FLAG_MAC_LEARN = 0x8_0000;

    /** All ARP requests are answered with the vif's MAC. */
    public static final int FLAG_MAC_PROXY = 0x10_0000;

    public static final int FLAG_ETREE_ROOT = 0x20_0000;
    public static final int FLAG_MIRROR_NO_TAG = 0x100_0000;
    public static final int FLAG_IGMP = 0x200_0000;
    public static final int FLAG_FABRIC_GATEWAY = 0x2000_0000;
    public static final int FLAG_MAC_IP_LEARNING = 0x4000_0000;

    /**
     * In front of the path of a socket in a physical vif's name: the fabric is a vhost-user device of somebody else's, and
     * we are its driver.
     */
    public static final String VIRTIO_USER = "virtio-user:";

    private static final int SPECIAL_FLAGS = FLAG_SERVICE | FLAG_MIRROR_RX | FLAG_MAC_LEARN | FLAG_MAC_IP_LEARNING;

    /** A vif without a VRF, the agent's; and of {@link #mcastVrf} when there is none. */
    public static final int NO_VRF = 65_535;

    public static final int FABRIC_INDEX = 0;
    public static final int HOST_INDEX = 1;
    public static final int AGENT_INDEX = 2;
    public static final int FIRST_GUEST_INDEX = 3;

    /** The MAC that the router shows to guests: 00:00:5e:00:01:00. */
    public static final long ROUTER_MAC = 0x0000_5e00_0100L;

    /** A vif with nothing special. */
    public Vif(
            final int index,
            final int type,
            final int transport,
            final String name,
            final int vrf,
            final int mcastVrf,
            final int flags,
            final long mac,
            final int ip,
            final int mtu,
            final int nexthopId,
            final int osIndex,
            final int crossConnect) {
        this(
                index,
                type,
                transport,
                name,
                vrf,
                mcastVrf,
                flags,
                mac,
                ip,
                mtu,
                nexthopId,
                osIndex,
                crossConnect,
                VifFeatures.NONE);
    }

    /** Whether all of these flags are set. */
    public boolean has(final int wanted) {
        return (flags & wanted) == wanted;
    }

    /** Whether its packets need nothing special on receipt: no tags, no copies, no policy. */
    public boolean isPlain() {
        return (flags & SPECIAL_FLAGS) == 0 && features.isPlain();
    }

    /** Whether it has no device of its own and shares its parent's, told apart by a tag. */
    public boolean isSubInterface() {
        return type == TYPE_VIRTUAL_VLAN;
    }

    /**
     * Whether its device is a vhost-user socket: a guest that a hypervisor or a poll mode application shares memory with;
     * or a fabric that is named by a path, not by a link or a bus address.
     */
    public boolean isVhostUser() {
        return transport == TRANSPORT_PMD && (type == TYPE_VIRTUAL || type == TYPE_PHYSICAL && name.startsWith("/"));
    }

    /** Whether its device is the driver's side of a vhost-user socket. */
    public boolean isVirtioUser() {
        return transport == TRANSPORT_PMD && type == TYPE_PHYSICAL && name.startsWith(VIRTIO_USER);
    }

    /** The same vif cross-connected to another one, or to {@link #NONE}. */
    public Vif withCrossConnect(final int other) {
        return new Vif(
                index, type, transport, name, vrf, mcastVrf, flags, mac, ip, mtu, nexthopId, osIndex, other, features);
    }
}
