// SPDX-License-Identifier: Apache-2.0
/**
 * Verdict tables: ordered rules over addresses, groups, protocols and ports, compiled to flat arrays. They know numbers
 * only: what a rule, a group or a verdict is called is the agent's affair.
 */
package net.vireo.vrouter.verdict;
