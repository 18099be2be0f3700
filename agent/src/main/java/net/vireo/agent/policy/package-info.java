// SPDX-License-Identifier: Apache-2.0
/**
 * Who may talk to whom: network policies, security groups, and the rules that always hold (sheet control-plane 4.5). Rules
 * with names in, decisions with the name of the deciding rule out; no sockets, no clock.
 */
package net.vireo.agent.policy;
