// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/** Whether an index passed an event index (virtio 1.2, sections 2.7.10 and 2.8.21). */
final class Events {
    private static final int WRAP = 0x8000;

    private Events() {}

    /** Whether going from one 16-bit index to another passed the event. */
    static boolean passed(final int event, final int next, final int old) {
        return (next - event - 1 & 0xffff) < (next - old & 0xffff);
    }

    /**
     * The same for positions of a packed ring.
     *
     * @param slots how many were shown between both; with a whole ring every event is passed
     */
    static boolean passedPacked(final int event, final int next, final int old, final int slots, final int size) {
        if (slots >= size) {
            return true;
        }
        final int nextSlot = next & WRAP - 1;
        final int oldSlot = old & WRAP - 1;
        final int eventSlot = event & WRAP - 1;
        return passed(
                ((event ^ next) & WRAP) != 0 ? eventSlot - size : eventSlot,
                nextSlot,
                nextSlot <= oldSlot ? oldSlot - size : oldSlot);
    }
}
