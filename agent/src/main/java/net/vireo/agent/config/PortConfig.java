// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.vireo.cli.text.IpPrefix;
import net.vireo.vrouter.table.VhostSocket;

/**
 * A guest's interface, what Contrail calls a virtual machine interface.
 *
 * @param uuid what the port API calls it
 * @param mac of the guest
 * @param addresses of the guest, hosts of either family, the first of each is its own
 * @param device the TAP, veth or socket that carries it; empty: the port API brings it
 * @param socket how a vhost-user socket is made; empty for a device
 * @param parent the port whose frames with this tag it gets, empty when it has a device of its own
 * @param vlan the tag of a sub-interface, 0 when it is none
 * @param policy whether its flows are judged; without it every packet passes
 * @param dhcpOptions by ISC name or number
 * @param label an MPLS label that others know already, 0 to have one given
 * @param bridgeLabel the same for frames
 * @param fatFlows whose connections share flows, with those of its network
 * @param instance whose flows are counted together: the machine's id, where the port API does not say it; empty: its own
 * @param maxFlows how many flows it may have, 0 for any number
 * @param mirror who gets copies of its packets
 * @param healthChecks names of what it is checked by, beside those of its network
 */
public record PortConfig(
        UUID uuid,
        String name,
        String network,
        long mac,
        List<IpPrefix> addresses,
        String device,
        Optional<VhostSocket> socket,
        String parent,
        int vlan,
        boolean policy,
        List<String> securityGroups,
        Map<String, String> dhcpOptions,
        int label,
        int bridgeLabel,
        List<FatFlow> fatFlows,
        String instance,
        int maxFlows,
        Optional<PortMirror> mirror,
        List<String> healthChecks)
        implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "Port";

    /** Without limit, machine, mirror and checks. */
    public PortConfig(
            final UUID uuid,
            final String name,
            final String network,
            final long mac,
            final List<IpPrefix> addresses,
            final String device,
            final Optional<VhostSocket> socket,
            final String parent,
            final int vlan,
            final boolean policy,
            final List<String> securityGroups,
            final Map<String, String> dhcpOptions,
            final int label,
            final int bridgeLabel,
            final List<FatFlow> fatFlows) {
        this(
                uuid,
                name,
                network,
                mac,
                addresses,
                device,
                socket,
                parent,
                vlan,
                policy,
                securityGroups,
                dhcpOptions,
                label,
                bridgeLabel,
                fatFlows,
                "",
                0,
                Optional.empty(),
                List.of());
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Its first address of a family. */
    public Optional<IpPrefix> address(final boolean ipv6) {
        return addresses.stream().filter(address -> address.ipv6() == ipv6).findFirst();
    }
}
