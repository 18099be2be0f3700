// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * A node of the graph on one lcore.
 *
 * @param nsPerPacket sampled; 0 when nothing was
 */
public record StepLoad(String name, int lcore, Counter counter, double nsPerPacket) {}
