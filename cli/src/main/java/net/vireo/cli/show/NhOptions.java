// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WirePort;
import net.vireo.vrouter.table.Nexthop;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a new next hop is made of, with the option names of Contrail's {@code nh}. */
final class NhOptions {
    private static final int FLAG_GRE = 0x8;
    private static final int FLAG_UDP = 0x10;
    private static final int FLAG_VXLAN = 0x80;
    private static final int ETHERNET_HEADER_BYTES = 14;

    /** What the original puts into nhr_encap_family (ARP's ethertype). */
    private static final int ENCAP_FAMILY = 0x806;

    private static final int ETHERTYPE_IPV4 = 0x800;
    private static final int NONE = -1;

    @Option(
            names = "--type",
            paramLabel = "N",
            description = "1 receive, 2 encap, 3 tunnel, 4 resolve, 5 discard, 6 composite, 7 VRF translate,"
                    + " 8 L2 receive")
    private Integer type;

    @Option(names = "--vrf", paramLabel = "N", description = "VRF that the packet goes on in; default: 0")
    private Integer vrf;

    @Option(names = "--oif", paramLabel = "VIF", description = "vif that it leaves by")
    private Integer oif;

    @Option(
            names = "--smac",
            paramLabel = "MAC",
            converter = Converters.MacAddress.class,
            description = "source of its Ethernet header")
    private Long sourceMac;

    @Option(
            names = "--dmac",
            paramLabel = "MAC",
            converter = Converters.MacAddress.class,
            description = "destination of its Ethernet header")
    private Long destinationMac;

    @Option(
            names = "--sip",
            paramLabel = "ADDRESS",
            converter = Converters.Ipv4Address.class,
            description = "tunnel: this end")
    private Integer source;

    @Option(
            names = "--dip",
            paramLabel = "ADDRESS",
            converter = Converters.Ipv4Address.class,
            description = "tunnel: the other end")
    private Integer destination;

    @Option(
            names = "--udp",
            description = "tunnel: MPLS over UDP, or plain UDP with --sport and --dport;"
                    + " without a kind it is MPLS over GRE")
    private boolean udp;

    @Option(names = "--vxlan", description = "tunnel: VXLAN; VRF translate: look frames up by MAC")
    private boolean vxlan;

    @Option(
            names = "--rwmac",
            paramLabel = "MAC",
            converter = Converters.MacAddress.class,
            description = "VXLAN tunnel for routed packets: the inner frame's destination")
    private Long overlayMac;

    @Option(names = "--sport", paramLabel = "PORT", description = "tunnel: UDP source port")
    private Integer sourcePort;

    @Option(names = "--dport", paramLabel = "PORT", description = "tunnel: UDP destination port")
    private Integer destinationPort;

    @Option(names = "--l2", description = "for Ethernet frames instead of IPv4 packets")
    private boolean layer2;

    @Option(names = "--pol", description = "with policy: flows are looked up")
    private boolean policy;

    @Option(names = "--rpol", description = "with relaxed policy: only for link-local services")
    private boolean relaxedPolicy;

    @Option(names = "--uuf", description = "frames to unknown MACs go to everybody")
    private boolean floodUnknown;

    @Option(names = "--cword", description = "a zero control word stands in front of bridged MPLS payload")
    private boolean controlWord;

    @Option(names = "--etree-root", description = "a root of an E-Tree: talks with leaves too")
    private boolean etreeRoot;

    @ArgGroup(exclusive = false)
    private NhMembers members = new NhMembers();

    /** True when an option of this group was given. */
    boolean given() {
        return type != null
                || vrf != null
                || oif != null
                || sourceMac != null
                || destinationMac != null
                || source != null
                || destination != null
                || udp
                || vxlan
                || sourcePort != null
                || destinationPort != null
                || layer2
                || policy
                || relaxedPolicy
                || floodUnknown
                || controlWord
                || etreeRoot
                || overlayMac != null
                || members.given();
    }

    boolean hasType() {
        return type != null;
    }

    /** What contradicts itself, empty when nothing does. */
    String mistake() {
        if (members.given() != (type == Nexthop.TYPE_COMPOSITE)) {
            return "a composite (--type 6) and nothing else needs members: --cni 44 --lbl 42 --cni 45 --lbl 43";
        }
        if (overlayMac != null && !vxlan) {
            return "--rwmac needs --vxlan";
        }
        return members.mistake();
    }

    /** The request that adds it, as Contrail's tool fills it in. */
    VrNexthop nexthop(final int id) {
        final VrNexthop nexthop = new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, id)
                .put(VrNexthop.TYPE, type)
                .put(VrNexthop.FLAGS, flags())
                .put(VrNexthop.VRF, vrf == null ? 0 : vrf)
                .put(VrNexthop.FAMILY, layer2 ? Family.BRIDGE : Family.INET);
        if (type == Nexthop.TYPE_COMPOSITE) {
            return members.fill(nexthop);
        }
        nexthop.put(VrNexthop.ENCAP_OIF_ID, oif == null ? NONE : oif).put(VrNexthop.ENCAP_LEN, ETHERNET_HEADER_BYTES);
        if (type == Nexthop.TYPE_ENCAP || type == Nexthop.TYPE_TUNNEL) {
            nexthop.put(VrNexthop.ENCAP_FAMILY, ENCAP_FAMILY).put(VrNexthop.ENCAP, header());
        }
        return type == Nexthop.TYPE_TUNNEL ? tunnel(nexthop) : nexthop;
    }

    private int flags() {
        return Nexthop.FLAG_VALID
                | (policy ? Nexthop.FLAG_POLICY : 0)
                | (relaxedPolicy ? Nexthop.FLAG_RELAXED_POLICY : 0)
                | (floodUnknown ? Nexthop.FLAG_UNKNOWN_UC_FLOOD : 0)
                | (controlWord ? Nexthop.FLAG_L2_CONTROL_DATA : 0)
                | (etreeRoot ? Nexthop.FLAG_ETREE_ROOT : 0)
                | (vxlan && type == Nexthop.TYPE_VRF_TRANSLATE ? FLAG_VXLAN : 0);
    }

    /** The Ethernet header; none for a tunnel without MACs, whose neighbour the data plane finds itself. */
    private byte[] header() {
        if (sourceMac == null && destinationMac == null && type == Nexthop.TYPE_TUNNEL) {
            return new byte[0];
        }
        final byte[] header = new byte[ETHERNET_HEADER_BYTES];
        System.arraycopy(Mac.bytes(destinationMac == null ? 0 : destinationMac), 0, header, 0, 6);
        System.arraycopy(Mac.bytes(sourceMac == null ? 0 : sourceMac), 0, header, 6, 6);
        header[12] = (byte) (ETHERTYPE_IPV4 >>> 8);
        header[13] = (byte) ETHERTYPE_IPV4;
        return header;
    }

    private VrNexthop tunnel(final VrNexthop nexthop) {
        final int kind;
        if (udp) {
            kind = sourcePort == null && destinationPort == null ? Nexthop.FLAG_TUNNEL_UDP_MPLS : FLAG_UDP;
        } else if (vxlan) {
            kind = overlayMac == null ? FLAG_VXLAN : FLAG_VXLAN | Nexthop.FLAG_L3_VXLAN;
        } else {
            kind = FLAG_GRE;
        }
        if (overlayMac != null) {
            nexthop.put(VrNexthop.RW_DST_MAC, Mac.bytes(overlayMac));
        }
        return nexthop.put(VrNexthop.FLAGS, nexthop.value(VrNexthop.FLAGS) | kind)
                .put(VrNexthop.TUN_SIP, WireIpv4.toWire(source == null ? 0 : source))
                .put(VrNexthop.TUN_DIP, WireIpv4.toWire(destination == null ? 0 : destination))
                .put(VrNexthop.TUN_SPORT, WirePort.toWire(sourcePort == null ? 0 : sourcePort))
                .put(VrNexthop.TUN_DPORT, WirePort.toWire(destinationPort == null ? 0 : destinationPort));
    }
}
