// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.linux.netlink.LinkCounters;

/**
 * What is behind a physical vif, as tools show it.
 *
 * @param name of the link or the bond
 * @param driver the kind of port, and what else is to be said of it
 * @param up whether frames pass, as far as the data plane knows
 * @param counters what the link has counted itself, before the data plane and behind it
 */
public record FabricDevice(String name, String driver, boolean up, LinkCounters counters) {}
