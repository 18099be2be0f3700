// SPDX-License-Identifier: Apache-2.0

/** Bad inputs for the cores: a mutator, a budget, and the loop around them. */
package net.vireo.agent.service.fuzz;
