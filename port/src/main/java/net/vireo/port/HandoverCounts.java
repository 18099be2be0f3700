// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/**
 * What passed between lcores behind a port: between two cycles of all lcores, {@code polled = delivered + ringFull +
 * waiting}. Rings between lcores come after what devices gave and before what the graph received, so without this a packet
 * that vanishes there would be missed by nobody.
 *
 * @param polled packets that lcores took from the device
 * @param delivered packets that lcores were given to process
 * @param ringFull packets that found a full ring, and are lost
 * @param waiting packets in rings now
 */
public record HandoverCounts(long polled, long delivered, long ringFull, long waiting) {
    /** Nothing is handed over. */
    public static final HandoverCounts NONE = new HandoverCounts(0, 0, 0, 0);

    /** Both together. */
    public HandoverCounts plus(final HandoverCounts other) {
        return new HandoverCounts(
                polled + other.polled, delivered + other.delivered, ringFull + other.ringFull, waiting + other.waiting);
    }
}
