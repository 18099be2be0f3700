// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

/**
 * A session came up, or went down.
 *
 * @param why it went down, {@link BfdDiagnostic#NONE} for up
 */
public record BfdEvent(BfdLink link, boolean up, BfdDiagnostic why) {}
