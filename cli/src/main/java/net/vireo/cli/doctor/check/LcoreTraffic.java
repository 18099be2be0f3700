// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

/**
 * What one lcore did for a vif.
 *
 * @param lcore its number
 * @param polled packets that it took from the device's queues
 * @param processed packets that it ran through the graph
 * @param sent packets that it sent to the vif
 * @param refused packets that the vif's port did not take from it
 */
public record LcoreTraffic(int lcore, long polled, long processed, long sent, long refused) {}
