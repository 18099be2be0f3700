// SPDX-License-Identifier: Apache-2.0
/** The thread that owns the agent's database: what comes from outside becomes what the data plane holds. */
package net.vireo.agent.engine;
