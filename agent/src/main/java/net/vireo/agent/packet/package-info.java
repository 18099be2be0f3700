// SPDX-License-Identifier: Apache-2.0
/**
 * Packets that the data plane hands over: what they are, the queues in which they wait, each kind in a bounded one of its
 * own, who answers them, and the socket that they come over.
 */
package net.vireo.agent.packet;
