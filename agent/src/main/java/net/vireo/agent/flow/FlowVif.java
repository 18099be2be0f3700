// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.List;
import java.util.Set;
import net.vireo.agent.policy.IpAddress;
import net.vireo.vrouter.flow.FatFlowRules;

/**
 * What flow set-up knows of an interface.
 *
 * @param id its number
 * @param kind what is behind it
 * @param active whether it may carry anything
 * @param keyNexthop what stands for it in flow keys
 * @param vrf that its packets are routed in, less than 0 while there is none
 * @param network its virtual network, null for the host's
 * @param owner whose flows are counted together: a virtual machine; null for the host's
 * @param ipv4, ipv6 whether it forwards the family
 * @param rpf whether its sources are checked
 * @param policy whether policies and security groups hold on it
 * @param maxFlows how many flows it may have, 0 for any number
 * @param securityGroups that it is a member of
 * @param tags that it carries, its network's and project's among them
 * @param floatingIps its floating addresses
 * @param services addresses that the node answers for its network: gateways, name servers
 * @param fatFlows which flows are put together
 */
public record FlowVif(
        int id,
        Kind kind,
        boolean active,
        int keyNexthop,
        int vrf,
        String network,
        String owner,
        boolean ipv4,
        boolean ipv6,
        boolean rpf,
        boolean policy,
        int maxFlows,
        Set<Integer> securityGroups,
        Set<Integer> tags,
        List<FloatingIp> floatingIps,
        Set<IpAddress> services,
        FatFlowRules fatFlows) {
    public FlowVif {
        securityGroups = Set.copyOf(securityGroups);
        tags = Set.copyOf(tags);
        floatingIps = List.copyOf(floatingIps);
        services = Set.copyOf(services);
    }

    /** Without tags. */
    public FlowVif(
            final int id,
            final Kind kind,
            final boolean active,
            final int keyNexthop,
            final int vrf,
            final String network,
            final String owner,
            final boolean ipv4,
            final boolean ipv6,
            final boolean rpf,
            final boolean policy,
            final int maxFlows,
            final Set<Integer> securityGroups,
            final List<FloatingIp> floatingIps,
            final Set<IpAddress> services,
            final FatFlowRules fatFlows) {
        this(
                id,
                kind,
                active,
                keyNexthop,
                vrf,
                network,
                owner,
                ipv4,
                ipv6,
                rpf,
                policy,
                maxFlows,
                securityGroups,
                Set.of(),
                floatingIps,
                services,
                fatFlows);
    }

    /** What is behind an interface. */
    public enum Kind {
        GUEST,
        FABRIC,
        HOST
    }

    /** A guest's interface as most are: active, both families, checked, with policies, without limits. */
    public static FlowVif guest(
            final int id, final int keyNexthop, final int vrf, final String network, final String owner) {
        return new FlowVif(
                id,
                Kind.GUEST,
                true,
                keyNexthop,
                vrf,
                network,
                owner,
                true,
                true,
                true,
                true,
                0,
                Set.of(),
                List.of(),
                Set.of(),
                FatFlowRules.NONE);
    }

    boolean isGuest() {
        return kind == Kind.GUEST;
    }

    boolean forwards(final boolean isIpv6) {
        return isIpv6 ? ipv6 : ipv4;
    }
}
