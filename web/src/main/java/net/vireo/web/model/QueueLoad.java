// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * A queue of an interface's device.
 *
 * @param direction {@code rx}: lcores receive from it; {@code tx}: they send by it
 * @param lcore that polls it, or the first of those that send by it; -1 for none
 * @param served whether any does
 * @param enabled whether the other side uses it
 * @param reason why it is there, in words
 * @param waiting buffers in a ring that nobody polls; -1 where somebody does
 * @param counted false when the device does not count by queue
 */
public record QueueLoad(
        int queue,
        String direction,
        int lcore,
        boolean served,
        boolean enabled,
        String reason,
        Counter counter,
        int waiting,
        boolean counted) {}
