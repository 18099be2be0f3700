// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * What one lcore polled and another one processes, or sends for it.
 *
 * @param vif whose packets
 * @param purpose {@code process} or {@code send}
 * @param counter packets that were taken
 * @param drops packets that found the ring full
 */
public record Handover(int vif, int fromLcore, int toLcore, String purpose, Counter counter, long drops) {}
