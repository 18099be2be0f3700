// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

/** One thing that somebody configured, found again by its kind and name. */
public sealed interface ConfigObject
        permits NodeSettings,
                VirtualNetwork,
                PortConfig,
                SecurityGroup,
                NetworkPolicy,
                FloatingIp,
                LinkLocalService,
                ServiceHealthCheck,
                PeerConfig,
                RouteConfig,
                MacConfig,
                BroadcastConfig,
                Analyzer {
    /** The kind as a file writes it: {@code VirtualNetwork}. */
    String kind();

    /** What tells it from others of its kind. */
    String name();

    /** How messages call it: {@code VirtualNetwork red}. */
    default String title() {
        return kind() + " " + name();
    }
}
