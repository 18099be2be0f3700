// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.health;

/**
 * A check changed its mind.
 *
 * @param up whether the guest is well now
 * @param why in words, for logs and pages
 */
public record HealthEvent(HealthCheck check, boolean up, String why) {}
