// SPDX-License-Identifier: Apache-2.0
/**
 * What lcores may decide on new flows by themselves: the agent's policies as verdict tables of the data plane, and the
 * difference between those and what it has. No socket, no clock.
 */
package net.vireo.agent.verdict;
