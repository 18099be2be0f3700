// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.Set;

/**
 * What an end of a session belongs to.
 *
 * @param networks names of virtual networks
 * @param groups numbers of security groups
 * @param tags numbers of tags, see {@link Tags}
 */
public record Membership(Set<String> networks, Set<Integer> groups, Set<Integer> tags) {
    /** Belongs to nothing. */
    public static final Membership NONE = new Membership(Set.of(), Set.of(), Set.of());

    public Membership {
        networks = Set.copyOf(networks);
        groups = Set.copyOf(groups);
        tags = Set.copyOf(tags);
    }
}
