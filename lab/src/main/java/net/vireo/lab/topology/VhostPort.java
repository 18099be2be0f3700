// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

/**
 * How a guest that is a machine reaches its data plane: a vhost-user socket instead of a link.
 *
 * @param socket absolute path of the socket
 * @param guestListens whether the guest's hypervisor makes the socket and the data plane connects; else the other way
 * @param queues queue pairs
 */
public record VhostPort(String socket, boolean guestListens, int queues) {}
