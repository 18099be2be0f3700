// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

/**
 * A rule of a network policy.
 *
 * @param id its UUID, or null to be named by its place
 * @param protocol its number, or {@link Protocols#ANY}
 * @param bothWays direction {@code <>}: the rule holds mirrored too, ends and ports in each other's place; otherwise
 *     {@code >}. Answers need no rule.
 */
public record PolicyRule(
        String id,
        int protocol,
        Endpoint source,
        PortRange sourcePorts,
        boolean bothWays,
        Endpoint destination,
        PortRange destinationPorts,
        RuleAction action) {}
