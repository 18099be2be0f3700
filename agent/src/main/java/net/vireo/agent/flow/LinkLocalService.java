// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import net.vireo.agent.policy.IpAddress;

/**
 * Where packets for a link-local service go: the metadata proxy of the node, or a server of the fabric.
 *
 * @param name as it is configured
 * @param address, port of the server, in the VRF of the host
 */
public record LinkLocalService(String name, IpAddress address, int port) {}
