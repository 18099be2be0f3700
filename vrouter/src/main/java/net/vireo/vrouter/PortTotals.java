// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import net.vireo.port.HandoverCounts;

/**
 * What the ledger needs of all ports together.
 *
 * @param heldBuffers buffers that they hold
 * @param handovers what passed between lcores to be processed
 * @param toBeSent packets in rings to lcores that send
 */
record PortTotals(long heldBuffers, HandoverCounts handovers, long toBeSent) {}
