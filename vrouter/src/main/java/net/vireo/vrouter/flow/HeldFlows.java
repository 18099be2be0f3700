// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/** Where packets wait for the verdict on their flow. */
@FunctionalInterface
public interface HeldFlows {
    /** Nobody waits. */
    HeldFlows NONE = (index, generation) -> {};

    /**
     * A flow has its verdict: what waits for it goes on. Returns at once; the lcores do it soon. Control thread.
     *
     * @param index of the flow's slot
     * @param generation of its slot, 0 .. 255
     */
    void release(int index, int generation);
}
