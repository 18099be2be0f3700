// SPDX-License-Identifier: Apache-2.0
/**
 * Setting up flows (sheets control-plane 4.5, vrouter-dataplane 1.7): a miss and a view of the node in, a pair of linked
 * flow entries out; and which of the known flows a change touches. No sockets, no threads, no clock.
 */
package net.vireo.agent.flow;
