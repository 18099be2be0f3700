// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * What one lcore does for one interface.
 *
 * @param polled from its queues
 * @param taken over from others
 * @param processed taken in by the graph
 * @param sent to it
 * @param sendQueue the device's queue by which this lcore sends, or -1
 * @param sender the lcore that sends for it: itself, where it has a queue
 */
public record VifLcoreLoad(
        int lcore, Counter polled, Counter taken, Counter processed, Counter sent, int sendQueue, int sender) {}
