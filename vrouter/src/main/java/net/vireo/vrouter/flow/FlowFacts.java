// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/** What a new flow starts with beside its key and its state. */
interface FlowFacts {
    /** Writes it into a slot that only the caller knows yet. */
    void write(FlowSlots slots, int index);
}
