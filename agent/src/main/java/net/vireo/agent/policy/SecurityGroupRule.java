// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

/**
 * What a security group allows its members; everything else is denied.
 *
 * @param id its UUID, or null to be named by its place
 * @param ingress to a member; otherwise from a member
 * @param families {@link net.vireo.vrouter.verdict.VerdictMatch#IPV4} and the like
 * @param protocol its number, or {@link Protocols#ANY}
 * @param remote the other end
 * @param ports the server's ports, or types of ICMP
 * @param mirror the analyser that gets a copy of every packet, or null
 */
public record SecurityGroupRule(
        String id, boolean ingress, int families, int protocol, Endpoint remote, PortRange ports, String mirror) {
    /** Without a mirror. */
    public SecurityGroupRule(
            final String id,
            final boolean ingress,
            final int families,
            final int protocol,
            final Endpoint remote,
            final PortRange ports) {
        this(id, ingress, families, protocol, remote, ports, null);
    }
}
