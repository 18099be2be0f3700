// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/**
 * The program on the other side of a device that is shared with one, such as a guest's hypervisor, and what came of it.
 * Counts are since the port was opened.
 *
 * @param connected whether it is there now
 * @param openQueuePairs queue pairs that take packets for it now
 * @param ringFaults how often it did with its rings what it must not
 * @param faultText how often which, in words; empty when there were none
 * @param memoryFaults bursts that were lost because its memory vanished under them
 * @param discarded frames that it sent on queues which it had not enabled
 */
public record FarSide(
        boolean connected, int openQueuePairs, long ringFaults, String faultText, long memoryFaults, long discarded) {}
