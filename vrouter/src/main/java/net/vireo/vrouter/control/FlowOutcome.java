// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

/**
 * The answer to a request to set a flow.
 *
 * @param index the entry that was set or deleted, or that exists already; meaningless for other results
 * @param generation of the entry, 0 .. 255
 * @param deleted whether the entry is deleted now
 * @param bytes what the entry counted so far
 * @param packets what the entry counted so far
 */
public record FlowOutcome(FlowResult result, int index, int generation, boolean deleted, long bytes, long packets) {
    /** For results without an entry. */
    public static FlowOutcome of(final FlowResult result) {
        return new FlowOutcome(result, -1, 0, false, 0, 0);
    }
}
