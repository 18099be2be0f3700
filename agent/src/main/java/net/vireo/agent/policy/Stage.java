// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

/** The lists that a session's first packet passes, in this order (sheet control-plane 4.5); the first denial ends it. */
public enum Stage {
    /** What is allowed whatever the lists say. */
    ALWAYS("always allowed"),
    /** Policies of the network that the session begins in. */
    NETWORK_POLICY("network policy of the source"),
    /** Policies of the network that it ends in. */
    OUT_NETWORK_POLICY("network policy of the destination"),
    /** What security groups let the source send. */
    SECURITY_GROUP("security groups of the source"),
    /** What security groups let the destination receive. */
    OUT_SECURITY_GROUP("security groups of the destination"),
    /** Application policy sets of the source. */
    FIREWALL_POLICY("firewall policies of the source"),
    /** Application policy sets of the destination. */
    OUT_FIREWALL_POLICY("firewall policies of the destination");

    private final String text;

    Stage(final String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
