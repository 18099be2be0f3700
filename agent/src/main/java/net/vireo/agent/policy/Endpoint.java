// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.Set;

/** What a rule asks of one end of a session. */
public sealed interface Endpoint {
    /** Nothing. */
    Endpoint ANY = new Any();

    /** Any end will do. */
    record Any() implements Endpoint {}

    /** Its address lies in a prefix. */
    record Subnet(IpPrefix prefix) implements Endpoint {}

    /** It belongs to a virtual network. */
    record Network(String name) implements Endpoint {}

    /** It belongs to a security group, which has the number that routes carry. */
    record Group(int id) implements Endpoint {}

    /** It has all of these tags, see {@link Tags}. */
    record Tagged(Set<Integer> tags) implements Endpoint {
        /** @throws IllegalArgumentException when there are none: that would be {@link Any} */
        public Tagged {
            if (tags.isEmpty()) {
                throw new IllegalArgumentException("an end that is named by tags has one at least");
            }
            tags = Set.copyOf(tags);
        }
    }

    /** A prefix as text, see {@link IpPrefix#of}. */
    static Endpoint subnet(final String prefix) {
        return new Subnet(IpPrefix.of(prefix));
    }
}
