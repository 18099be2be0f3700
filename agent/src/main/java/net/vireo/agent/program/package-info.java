// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the data plane hold what the operational database wants: what it has is read, only differences are sent, in an
 * order in which every entry finds what it refers to.
 */
package net.vireo.agent.program;
