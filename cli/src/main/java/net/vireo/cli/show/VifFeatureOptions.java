// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.WireIpv6;
import net.vireo.vrouter.table.Vif;
import picocli.CommandLine.Option;

/** What only some vifs have. */
final class VifFeatureOptions {
    private static final long[] NO_MACS = {};

    @Option(
            names = "--ip6",
            paramLabel = "ADDRESS",
            converter = Converters.Ipv6Address.class,
            description = "its IPv6 address")
    private IpPrefix address6;

    @Option(names = "--vlan", paramLabel = "N", description = "tag of a sub-interface, or of --set")
    private Integer vlan;

    @Option(names = "--outer-vlan", paramLabel = "N", description = "outer tag of a sub-interface with two")
    private Integer outerVlan;

    @Option(names = "--parent", paramLabel = "N", description = "index of the vif that a sub-interface is part of")
    private Integer parent;

    @Option(
            names = "--src-mac",
            paramLabel = "MAC",
            split = ",",
            converter = Converters.MacAddress.class,
            description = "sources that a sub-interface is known by besides its tag, at most 4")
    private long[] sourceMacs = NO_MACS;

    @Option(names = "--mirror-rx", paramLabel = "N", description = "copy what it receives to mirror N")
    private Integer mirrorReceived;

    @Option(names = "--mirror-tx", paramLabel = "N", description = "copy what it sends to mirror N")
    private Integer mirrorSent;

    @Option(names = "--qos", paramLabel = "N", description = "index of its QoS map")
    private Integer qosMap;

    @Option(names = "--mcast-vrf", paramLabel = "VRF", description = "the VRF that its multicast is looked up in")
    private Integer multicastVrf;

    @Option(names = "--l2", description = "bridged: frames are looked up by MAC")
    private boolean layer2;

    @Option(names = "--l3", description = "routed: packets are looked up by prefix; neither means both")
    private boolean layer3;

    @Option(names = "--service", description = "a service chain's: its VLANs are VRFs (see --set)")
    private boolean service;

    @Option(names = "--flood-unknown", description = "frames to unknown MACs go to everybody")
    private boolean floodUnknown;

    @Option(names = "--mac-proxy", description = "answer every ARP request")
    private boolean macProxy;

    @Option(names = "--no-arp-proxy", description = "answer ARP for gateways only")
    private boolean noArpProxy;

    @Option(names = "--drop-new-flows", description = "let no new flows begin")
    private boolean dropNewFlows;

    /** Made by picocli. */
    VifFeatureOptions() {}

    boolean given() {
        return address6 != null
                || vlan != null
                || outerVlan != null
                || parent != null
                || sourceMacs.length > 0
                || mirrorReceived != null
                || mirrorSent != null
                || qosMap != null
                || multicastVrf != null
                || flags() != 0;
    }

    Integer vlan() {
        return vlan;
    }

    /** Fields that nobody asked for stay as Contrail's tool leaves them. */
    void fill(final VrInterface vif, final boolean subInterface) {
        vif.put(VrInterface.FLAGS, vif.value(VrInterface.FLAGS) | flags());
        if (address6 != null) {
            vif.put(VrInterface.IP6_U, WireIpv6.upperToWire(address6.octets()))
                    .put(VrInterface.IP6_L, WireIpv6.lowerToWire(address6.octets()));
        }
        if (subInterface) {
            final byte[] macs = new byte[sourceMacs.length * 6];
            for (int i = 0; i < sourceMacs.length; i++) {
                System.arraycopy(Mac.bytes(sourceMacs[i]), 0, macs, i * 6, 6);
            }
            vif.put(VrInterface.PARENT_VIF_IDX, parent == null ? Vif.NONE : parent)
                    .put(VrInterface.VLAN_ID, vlan == null ? 0 : vlan)
                    .put(VrInterface.OVLAN_ID, outerVlan == null ? 0 : outerVlan)
                    .put(VrInterface.SRC_MAC, macs);
        }
        if (mirrorReceived != null || mirrorSent != null) {
            vif.put(VrInterface.MIR_ID, mirrorReceived == null ? mirrorSent : mirrorReceived);
        }
        if (qosMap != null) {
            vif.put(VrInterface.QOS_MAP_INDEX, qosMap);
        }
        if (multicastVrf != null) {
            vif.put(VrInterface.MCAST_VRF, multicastVrf);
        }
    }

    private int flags() {
        return (mirrorReceived == null ? 0 : Vif.FLAG_MIRROR_RX)
                | (mirrorSent == null ? 0 : Vif.FLAG_MIRROR_TX)
                | (layer2 ? Vif.FLAG_L2 : 0)
                | (layer3 ? Vif.FLAG_L3 : 0)
                | (service ? Vif.FLAG_SERVICE : 0)
                | (floodUnknown ? Vif.FLAG_UNKNOWN_UC_FLOOD : 0)
                | (macProxy ? Vif.FLAG_MAC_PROXY : 0)
                | (noArpProxy ? Vif.FLAG_NO_ARP_PROXY : 0)
                | (dropNewFlows ? Vif.FLAG_DROP_NEW_FLOWS : 0);
    }
}
