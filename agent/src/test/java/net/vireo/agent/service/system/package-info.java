// SPDX-License-Identifier: Apache-2.0

/** Cores together, with a Linux kernel as their guest. */
package net.vireo.agent.service.system;
