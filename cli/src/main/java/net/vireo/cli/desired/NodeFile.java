// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.text.IpPrefix;
import net.vireo.port.kind.PortKind;
import net.vireo.vrouter.table.VhostSocket;

/**
 * A node as a person describes it: checked, but still in names. IPv4 addresses are big-endian integers, 0 when there is
 * none; MACs the low 48 bits of a long; IPv6 addresses their text, empty when there is none.
 *
 * @param name the node's name
 * @param address its address on the fabric, vhost0's
 * @param fabricDevice the device that reaches the other nodes, or its socket as a vif names it
 * @param fabricSocket how that socket is made, empty for a device
 * @param fabricMac the MAC of the fabric and of vhost0
 * @param mtuBytes what the fabric carries, without the Ethernet header
 * @param bypasses interfaces that go past the data plane
 * @param listeners who gets what is sent to groups, in networks that ask
 */
public record NodeFile(
        String name,
        int address,
        String fabricDevice,
        Optional<VhostSocket> fabricSocket,
        long fabricMac,
        int mtuBytes,
        List<Network> networks,
        List<Peer> peers,
        List<Guest> interfaces,
        List<RemoteRoute> routes,
        List<RemoteMac> macs,
        List<Flood> broadcast,
        List<Mirror> mirrors,
        List<ForwardingClass> classes,
        List<QosMap> qosMaps,
        List<Bypass> bypasses,
        List<Listeners> listeners) {
    /** Of a node where nobody listens to groups, or nobody says so. */
    public NodeFile(
            final String name,
            final int address,
            final String fabricDevice,
            final Optional<VhostSocket> fabricSocket,
            final long fabricMac,
            final int mtuBytes,
            final List<Network> networks,
            final List<Peer> peers,
            final List<Guest> interfaces,
            final List<RemoteRoute> routes,
            final List<RemoteMac> macs,
            final List<Flood> broadcast,
            final List<Mirror> mirrors,
            final List<ForwardingClass> classes,
            final List<QosMap> qosMaps,
            final List<Bypass> bypasses) {
        this(
                name,
                address,
                fabricDevice,
                fabricSocket,
                fabricMac,
                mtuBytes,
                networks,
                peers,
                interfaces,
                routes,
                macs,
                broadcast,
                mirrors,
                classes,
                qosMaps,
                bypasses,
                List.of());
    }

    /** How packets travel between nodes. */
    public enum Encap {
        UDP,
        GRE,
        VXLAN
    }

    /** What a network forwards: frames by MAC, packets by prefix, or frames inside and packets between subnets. */
    public enum Mode {
        L2(true, false),
        L3(false, true),
        L2_L3(true, true);

        private final boolean bridged;
        private final boolean routed;

        Mode(final boolean bridged, final boolean routed) {
            this.bridged = bridged;
            this.routed = routed;
        }

        /** Whether it forwards frames by MAC. */
        public boolean isBridged() {
            return bridged;
        }

        /** Whether it forwards packets by prefix. */
        public boolean isRouted() {
            return routed;
        }
    }

    /** Who gets what is sent to multicast groups. */
    public enum Groups {
        /** Everybody. */
        FLOODED,
        /** Everybody, while the agent asks who listens. */
        ASKED,
        /** Who listens. */
        KNOWN
    }

    /**
     * A virtual network: a name for a VRF.
     *
     * @param vni 0 when it has none
     * @param prefixes its subnets; addresses in them that no route names are flooded for, or discarded
     * @param gateways the router's own addresses in it
     * @param floodUnknown whether frames to unknown MACs go to everybody
     * @param controlWord whether bridged MPLS payload has a zero control word in front (RFC 4385)
     * @param broadcastLabel the label under which others send broadcast here, 0 when none
     * @param groups who gets what is sent to groups
     */
    public record Network(
            String name,
            int vrf,
            Mode mode,
            int vni,
            List<IpPrefix> prefixes,
            List<IpPrefix> gateways,
            boolean floodUnknown,
            boolean controlWord,
            int broadcastLabel,
            Groups groups) {
        /** One whose groups everybody gets. */
        public Network(
                final String name,
                final int vrf,
                final Mode mode,
                final int vni,
                final List<IpPrefix> prefixes,
                final List<IpPrefix> gateways,
                final boolean floodUnknown,
                final boolean controlWord,
                final int broadcastLabel) {
            this(name, vrf, mode, vni, prefixes, gateways, floodUnknown, controlWord, broadcastLabel, Groups.FLOODED);
        }

        /** A network that has no more than a name. */
        public static Network plain(final String name, final int vrf) {
            return new Network(name, vrf, Mode.L3, 0, List.of(), List.of(), false, false, 0);
        }
    }

    /**
     * Another node.
     *
     * @param encap how packets to it travel
     * @param routerMac the inner destination of routed VXLAN packets to it
     * @param mac what frames to it are addressed to on the fabric, its own or a gateway's; 0: the data plane asks the
     *     host's neighbours
     */
    public record Peer(String name, int address, Encap encap, long routerMac, long mac) {}

    /**
     * An interface whose packets the data plane never sees.
     *
     * @param kind one of {@link PortKind#bypassing}
     * @param device what the guest is given, as its host names it
     */
    public record Bypass(String name, PortKind kind, String device) {}

    /** Where packets go. */
    public sealed interface Target permits Remote, Local, Translate, Discard {}

    /** Behind another node, with the label that it expects; the label counts only for MPLS. */
    public record Remote(Peer peer, int label) implements Target {}

    /** To an interface of this node. */
    public record Local(String guest) implements Target {}

    /** On in another network. */
    public record Translate(Network network) implements Target {}

    /** Nowhere. */
    public record Discard() implements Target {}

    /**
     * A guest's interface.
     *
     * @param device the TAP or veth end that carries it, or its vhost-user socket; of a sub-interface a name only
     * @param label the MPLS label that other nodes put on packets for it, 0 when none
     * @param bridgeLabel the same for frames, 0 when none
     * @param parent the name of the interface whose device carries it, empty when it has its own
     * @param vhost of a guest that shares memory with the data plane: how its socket is made
     */
    public record Guest(
            String name,
            String device,
            Network network,
            int address,
            String address6,
            long mac,
            int label,
            int bridgeLabel,
            Options options,
            String parent,
            Tag tag,
            Optional<VhostSocket> vhost) {
        /** A guest without anything special. */
        public Guest(
                final String name,
                final String device,
                final Network network,
                final int address,
                final long mac,
                final int label) {
            this(name, device, network, address, "", mac, label, 0, Options.NONE, "", Tag.NONE, Optional.empty());
        }
    }

    /**
     * What an interface may have besides.
     *
     * @param mirror index of the mirror, -1 when none
     * @param mirrorFlags which directions are mirrored, as flags of the vif
     * @param metadata what is put in front of mirrored packets, hexadecimal
     * @param qosMap -1 when none
     * @param fatFlows rules by which flows are put together, as the control socket has them
     * @param withdrawn whether no route leads to it, because it is found ill
     * @param gateway whether the host itself is behind it, and not a guest: it leads out of the network
     */
    public record Options(
            boolean policy,
            boolean dhcp,
            int mirror,
            int mirrorFlags,
            String metadata,
            int qosMap,
            List<Integer> fatFlows,
            boolean withdrawn,
            boolean gateway) {
        public Options {
            fatFlows = List.copyOf(fatFlows);
        }

        /** A guest's. */
        public Options(
                final boolean policy,
                final boolean dhcp,
                final int mirror,
                final int mirrorFlags,
                final String metadata,
                final int qosMap,
                final List<Integer> fatFlows,
                final boolean withdrawn) {
            this(policy, dhcp, mirror, mirrorFlags, metadata, qosMap, fatFlows, withdrawn, false);
        }

        /** Of an interface that routes lead to. */
        public Options(
                final boolean policy,
                final boolean dhcp,
                final int mirror,
                final int mirrorFlags,
                final String metadata,
                final int qosMap,
                final List<Integer> fatFlows) {
            this(policy, dhcp, mirror, mirrorFlags, metadata, qosMap, fatFlows, false);
        }

        /** Without fat flows. */
        public Options(
                final boolean policy,
                final boolean dhcp,
                final int mirror,
                final int mirrorFlags,
                final String metadata,
                final int qosMap) {
            this(policy, dhcp, mirror, mirrorFlags, metadata, qosMap, List.of());
        }

        /** Of an interface that the host is behind. */
        public static final Options GATEWAY = new Options(false, false, -1, 0, "", -1, List.of(), false, true);

        /** Nothing special. */
        public static final Options NONE = new Options(false, false, -1, 0, "", -1);
    }

    /** How a sub-interface's frames are told from others: VLAN tags, 0 when none, and sources. */
    public record Tag(int vlan, int outerVlan, List<Long> sourceMacs) {
        /** No sub-interface. */
        public static final Tag NONE = new Tag(0, 0, List.of());
    }

    /**
     * A route that the file names.
     *
     * @param targets several share the traffic by flow
     * @param flags as on the control socket, the label flag left out
     * @param mac what ARP for it is answered with, 0 for the router's own
     */
    public record RemoteRoute(Network network, IpPrefix prefix, List<Target> targets, int flags, long mac) {}

    /** A MAC behind another node or an interface. */
    public record RemoteMac(Network network, long mac, Target target) {}

    /**
     * Who listens to a group.
     *
     * @param mac of the group's frames; groups may share one
     * @param guests names of interfaces
     */
    public record Listeners(Network network, long mac, List<String> guests) {}

    /** A node that gets a network's broadcast. */
    public record Flood(Network network, Remote target) {}

    /**
     * Where copies of packets go.
     *
     * @param address the analyzer that gets them with metadata over UDP, 0 when they go to {@code target}
     * @param vni what copies to a node travel under
     */
    public record Mirror(String name, int index, int address, int sourcePort, int port, Target target, int vni) {}

    /** How packets of a class are marked and queued. */
    public record ForwardingClass(String name, int id, int dscp, int exp, int dot1p, int queue) {}

    /** Classes by mark; marks that are not named have {@code other}. */
    public record QosMap(
            String name,
            int id,
            int other,
            Map<Integer, Integer> dscp,
            Map<Integer, Integer> exp,
            Map<Integer, Integer> dot1p) {}
}
