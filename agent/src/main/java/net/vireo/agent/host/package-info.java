// SPDX-License-Identifier: Apache-2.0
/**
 * The host's side of link-local services: the addresses by which the host knows guests, the way there in the host's routes,
 * and the doors where guests' connections and datagrams arrive, among them the metadata service's, and the
 * interfaces of gateways (sheet control-plane 4.3).
 */
package net.vireo.agent.host;
