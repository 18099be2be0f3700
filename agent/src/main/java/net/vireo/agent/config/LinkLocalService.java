// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import net.vireo.cli.text.IpPrefix;

/**
 * A service of the fabric that guests reach under a link-local address.
 *
 * @param address what guests send to, in 169.254.0.0/16
 * @param targets where it is, hosts of the fabric
 */
public record LinkLocalService(String name, IpPrefix address, int port, List<IpPrefix> targets, int targetPort)
        implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "LinkLocalService";

    @Override
    public String kind() {
        return KIND;
    }
}
