// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.Optional;
import net.vireo.cli.text.IpPrefix;

/** What rules of groups and policies are made of. */
public final class TrafficMatch {
    /** Any protocol. */
    public static final int ANY_PROTOCOL = -1;

    private TrafficMatch() {}

    /** Ports from first to last, both included. */
    public record Ports(int first, int last) {
        /** Every port. */
        public static final Ports ANY = new Ports(0, 65_535);
    }

    /**
     * One side of a conversation; all three empty for anybody.
     *
     * @param network name of a network
     * @param group name of a security group
     */
    public record Side(Optional<IpPrefix> prefix, Optional<String> network, Optional<String> group) {
        /** Anybody. */
        public static final Side ANY = new Side(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
