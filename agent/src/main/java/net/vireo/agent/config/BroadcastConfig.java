// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

/**
 * A node that gets a network's broadcast.
 *
 * @param via the peer's name
 * @param label that the peer expects, 0 where the network's VNI counts
 */
public record BroadcastConfig(String network, String via, int label) implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "Broadcast";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String name() {
        return via + " in " + network;
    }
}
