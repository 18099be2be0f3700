// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

/**
 * A flow that waits for its verdict.
 *
 * @param index its slot
 * @param generation of its slot, 0 .. 255
 * @param vrf that its packet is routed in
 * @param keyNexthop the next hop of its key
 * @param ends the rest of its key, or null when the packet did not show it
 */
record Miss(int index, int generation, int vrf, int keyNexthop, FlowEnds ends) {
    static Miss of(final long frame) {
        return new Miss(
                Trapped.flow(frame),
                Trapped.generation(frame),
                Trapped.vrf(frame),
                Trapped.keyNexthop(frame),
                Trapped.ends(frame));
    }

    Miss withEnds(final FlowEnds known) {
        return new Miss(index, generation, vrf, keyNexthop, known);
    }
}
