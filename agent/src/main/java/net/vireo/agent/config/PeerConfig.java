// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.Optional;
import net.vireo.cli.desired.NodeFile;

/**
 * Another node.
 *
 * @param encap how packets to it travel, empty: as this node likes it best
 * @param routerMac the inner destination of routed VXLAN packets to it
 * @param mac what frames to it are addressed to on the fabric; 0: the data plane asks the host's neighbours
 */
public record PeerConfig(String name, int address, Optional<NodeFile.Encap> encap, long routerMac, long mac)
        implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "Peer";

    @Override
    public String kind() {
        return KIND;
    }
}
