// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.Optional;
import net.vireo.cli.text.IpPrefix;

/**
 * An address of one network that stands for a port in another.
 *
 * @param network that it belongs to
 * @param port name of the port that it stands for
 * @param fixedAddress which of the port's addresses, empty for the first
 */
public record FloatingIp(String name, IpPrefix address, String network, String port, Optional<IpPrefix> fixedAddress)
        implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "FloatingIp";

    @Override
    public String kind() {
        return KIND;
    }
}
