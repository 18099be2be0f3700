// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.util.List;
import java.util.function.Function;
import net.vireo.vrouter.counter.CounterLayout;

/**
 * The nodes and edges that a graph is built from, in the order of the common way. Immutable; the same plan makes the
 * graph of every lcore, of the benchmarks and of the warm-up.
 */
public final class GraphPlan {
    /** The node that every node may send packets to without declaring it. */
    static final String DROP = "drop";

    /** The flow table in front of what guests send is looked up, and behind it. */
    static final String FLOW = "flow";

    static final String SECOND_FLOW = "flow-2";

    /** The graph that {@code vireo run vrouter} runs. */
    public static final GraphPlan STANDARD = new GraphPlan(List.of(
            node(
                    "vif-input",
                    "starts a burst on its vif's way",
                    VifInput::new,
                    "fabric-input",
                    "guest-input",
                    "cross-connect",
                    "agent-input",
                    "ip-input"),
            node(
                    "guest-input",
                    "picks out sound IPv4 for the router",
                    GuestInput::new,
                    "route-lookup",
                    "guest-sort",
                    "tag-input",
                    FLOW,
                    "guest-bridge"),
            node(
                    "guest-bridge",
                    "finds the destination MAC of guests' common frames, sends to guests here",
                    GuestBridge::new,
                    "guest-sort",
                    "nexthop"),
            node("agent-input", "does what the agent asks for", AgentInput::new, "guest-sort", "vif-output"),
            node("tag-input", "finds whom a VLAN tag stands for", TagInput::new, "guest-sort", "mirror"),
            node(
                    "guest-sort",
                    "refuses false sources, sorts guests' other frames",
                    GuestSort::new,
                    "ip-input",
                    "arp-input",
                    "bridge-input",
                    "trap",
                    "ip6-input",
                    "nd-input",
                    FLOW),
            node(
                    "fabric-input",
                    "picks out sound MPLS over UDP for this node",
                    FabricInput::new,
                    "mpls-input",
                    "ethernet-input"),
            node(
                    "ethernet-input",
                    "sorts the fabric's other frames: layer 3, or the host's",
                    EthernetInput::new,
                    "ip-input",
                    "cross-connect",
                    "mirror"),
            node(
                    "arp-input",
                    "answers ARP, floods it, or hands it to the agent",
                    ArpInput::new,
                    "vif-output",
                    "bridge-input",
                    "trap",
                    "nexthop"),
            node(
                    "nd-input",
                    "the same for IPv6 neighbour discovery",
                    NdInput::new,
                    "vif-output",
                    "bridge-input",
                    "trap",
                    "nexthop"),
            node(
                    "bridge-input",
                    "finds the destination MAC in the VRF's bridge table",
                    BridgeInput::new,
                    "nexthop",
                    "arp-input",
                    "nd-input"),
            node("ip-input", "checks the IPv4 header", IpInput::new, "route-lookup", "receive", FLOW),
            node("ip6-input", "checks the IPv6 header", Ip6Input::new, "route-lookup-6", FLOW),
            node(
                    FLOW,
                    "finds the flow of what guests send and does what its verdict says",
                    FlowLookup::first,
                    "route-lookup",
                    "trap",
                    "route-lookup-6",
                    "bridge-input",
                    "mirror"),
            node(
                    "route-lookup",
                    "finds the longest prefix in the VRF, lowers the TTL",
                    RouteLookup::new,
                    "nexthop",
                    "encap-mplsudp",
                    "encap-rewrite",
                    "ttl-expired",
                    "encap-vxlan"),
            node(
                    "route-lookup-6",
                    "finds the longest IPv6 prefix, lowers the hop limit",
                    RouteLookup6::new,
                    "nexthop",
                    "ttl-expired"),
            node(
                    "nexthop",
                    "does what the next hop says",
                    NexthopDispatch::new,
                    "encap-mplsudp",
                    "encap-rewrite",
                    "receive",
                    "encap-tunnel",
                    "vif-output",
                    "ip-input",
                    "route-lookup",
                    "bridge-input",
                    "ecmp",
                    "replicate",
                    "trap",
                    "ip6-input",
                    "route-lookup-6",
                    SECOND_FLOW,
                    "encap-vxlan"),
            node(
                    SECOND_FLOW,
                    "the same where a next hop asks for policy",
                    FlowLookup::second,
                    "route-lookup",
                    "trap",
                    "route-lookup-6",
                    "nexthop",
                    "encap-rewrite",
                    "mirror"),
            node("ecmp", "chooses one of several equal next hops by the flow", Ecmp::new, "nexthop"),
            node(
                    "replicate",
                    "copies a frame to each member of its group",
                    Replicate::new,
                    "nexthop",
                    "arp-input",
                    "nd-input"),
            node(
                    "receive",
                    "takes what is for this node: tunnels, or the host's",
                    Receive::new,
                    "mpls-input",
                    "cross-connect",
                    "gre-input",
                    "vxlan-input",
                    "trap"),
            node("gre-input", "opens MPLS over GRE", GreInput::new, "label-input"),
            node("label-input", "opens the label a packet starts with", LabelInput::new, "decap-input"),
            node(
                    "vxlan-input",
                    "opens VXLAN: the network id names the next hop",
                    VxlanInput::new,
                    "nexthop",
                    "trap",
                    "mss-clamp"),
            node(
                    "mpls-input",
                    "opens MPLS over UDP: the label names the next hop",
                    MplsInput::new,
                    "decap-input",
                    "encap-rewrite",
                    SECOND_FLOW),
            node(
                    "decap-input",
                    "checks what came out of an MPLS tunnel, combines ECN",
                    DecapInput::new,
                    "nexthop",
                    "mss-clamp"),
            node("mss-clamp", "lowers the MSS of TCP SYNs", MssClamp::new, "nexthop"),
            node(
                    "encap-mplsudp",
                    "puts IPv4 in an MPLS-over-UDP tunnel and sends it",
                    EncapMplsUdp::new,
                    "vif-output",
                    "tunnel-mtu",
                    "mss-clamp"),
            node(
                    "encap-vxlan",
                    "puts routed IPv4 in a VXLAN tunnel and sends it",
                    EncapVxlan::new,
                    "vif-output",
                    "tunnel-mtu",
                    "mss-clamp"),
            node(
                    "encap-tunnel",
                    "puts any packet in any tunnel and sends it",
                    EncapTunnel::new,
                    "vif-output",
                    "tunnel-mtu",
                    "mss-clamp",
                    "route-lookup"),
            node(
                    "tunnel-mtu",
                    "judges packets that do not fit their tunnel",
                    TunnelMtu::new,
                    "icmp-error",
                    "trap",
                    "fragment",
                    "nexthop"),
            node("fragment", "cuts packets that do not fit and may be cut", Fragment::new, "nexthop"),
            node("ttl-expired", "ends packets whose time ran out", TtlExpired::new, "trap", "icmp-error"),
            node("icmp-error", "tells a sender why its packet was not sent on", IcmpError::new, "vif-output"),
            node(
                    "encap-rewrite",
                    "puts the next hop's Ethernet header in front and sends",
                    EncapRewrite::new,
                    "vif-output"),
            node("trap", "hands packets to the agent", Trap::new),
            node("cross-connect", "passes frames between the host and the fabric", CrossConnect::new, "vif-output"),
            node("vif-output", "finds the device of the vif a packet leaves by", VifOutput::new, "port-tx", "mirror"),
            node("mirror", "starts mirrors' copies on their way", MirrorOutput::new, "nexthop"),
            node("port-tx", "sends packets in batches", PortTx::new),
            node(DROP, "counts a dropped packet under its reason", Drop::new)));

    private final List<NodeSpec> nodes;

    GraphPlan(final List<NodeSpec> nodes) {
        this.nodes = List.copyOf(nodes);
        if (nodes.size() > CounterLayout.MAX_NODES) {
            throw new IllegalArgumentException(nodes.size() + " nodes, at most " + CounterLayout.MAX_NODES);
        }
        for (final NodeSpec node : nodes) {
            node.edges().forEach(this::index);
        }
    }

    private static NodeSpec node(
            final String name, final String job, final Function<Workbench, Node> maker, final String... edges) {
        return new NodeSpec(name, job, List.of(edges), maker);
    }

    /** The nodes; a node's index in this list is its number in counters and traces. */
    public List<NodeSpec> nodes() {
        return nodes;
    }

    /** The nodes' names, by index. */
    public List<String> nodeNames() {
        return nodes.stream().map(NodeSpec::name).toList();
    }

    /**
     * A node's index.
     *
     * @throws IllegalArgumentException when there is no node of that name
     */
    public int index(final String name) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no node is called " + name);
    }
}
