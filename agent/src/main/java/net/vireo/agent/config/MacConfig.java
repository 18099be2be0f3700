// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import net.vireo.cli.text.Mac;

/**
 * A MAC behind another node.
 *
 * @param via the peer's name
 * @param label that the peer expects, 0 where the network's VNI counts
 */
public record MacConfig(String network, long mac, String via, int label) implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "MacRoute";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String name() {
        return Mac.text(mac) + " in " + network;
    }
}
