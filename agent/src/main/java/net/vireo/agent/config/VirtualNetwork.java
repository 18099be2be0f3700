// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.Optional;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.IpPrefix;

/**
 * A network of guests: one VRF.
 *
 * @param mode what it forwards
 * @param vni its VXLAN network id, 0 when it has none
 * @param mtuBytes what its guests are told, 0 for what the fabric leaves them
 * @param rpf whether a guest may send from addresses only that lead back to it
 * @param floodUnknown whether frames to unknown MACs go to everybody
 * @param broadcastLabel the label under which others send broadcast here, 0 when none
 * @param policies names of the policies that hold between it and others
 * @param fatFlows whose connections share flows at all of its ports
 * @param snooping whether only those who listen to a multicast group get its frames
 * @param healthChecks names of what all of its ports are checked by
 */
public record VirtualNetwork(
        String name,
        NodeFile.Mode mode,
        int vni,
        int mtuBytes,
        boolean rpf,
        boolean floodUnknown,
        int broadcastLabel,
        List<Subnet> subnets,
        Dns dns,
        List<String> policies,
        List<FatFlow> fatFlows,
        boolean snooping,
        List<String> healthChecks)
        implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "VirtualNetwork";

    /** One that floods groups and checks nobody. */
    public VirtualNetwork(
            final String name,
            final NodeFile.Mode mode,
            final int vni,
            final int mtuBytes,
            final boolean rpf,
            final boolean floodUnknown,
            final int broadcastLabel,
            final List<Subnet> subnets,
            final Dns dns,
            final List<String> policies,
            final List<FatFlow> fatFlows) {
        this(
                name,
                mode,
                vni,
                mtuBytes,
                rpf,
                floodUnknown,
                broadcastLabel,
                subnets,
                dns,
                policies,
                fatFlows,
                false,
                List.of());
    }

    /**
     * A subnet.
     *
     * @param gateway the router's address in it, a host; empty when guests have no way out
     * @param dnsServer where guests send questions for names; empty: to the gateway
     * @param dhcp whether guests get their addresses by DHCP
     * @param routes more ways that guests are told (option 121)
     */
    public record Subnet(
            IpPrefix prefix,
            Optional<IpPrefix> gateway,
            Optional<IpPrefix> dnsServer,
            boolean dhcp,
            List<HostRoute> routes) {}

    /** A way that guests are told. */
    public record HostRoute(IpPrefix prefix, IpPrefix via) {}

    /** Who answers for names (sheet control-plane 4.3). */
    public enum DnsMode {
        /** Nobody. */
        NONE,
        /** The agent, by the node's own name servers. */
        DEFAULT,
        /** Servers of the tenant, which guests are told of. */
        TENANT,
        /** The agent: names of the network's guests below its domain, the rest by the node's own name servers. */
        VIRTUAL
    }

    /**
     * Names in this network.
     *
     * @param servers the tenant's
     * @param domain what guests append to short names, empty for nothing; never empty where they are answered
     */
    public record Dns(DnsMode mode, List<IpPrefix> servers, String domain) {}

    @Override
    public String kind() {
        return KIND;
    }

    /** The subnet that an address lies in. */
    public Optional<Subnet> subnetOf(final IpPrefix address) {
        return subnets.stream()
                .filter(subnet -> subnet.prefix().covers(address))
                .findFirst();
    }
}
