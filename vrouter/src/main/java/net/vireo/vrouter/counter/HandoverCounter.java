// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/**
 * What passed between lcores as of the last snapshot, over all ports: polled = delivered + ring full + waiting, and what waits to be sent. Written by
 * the control thread while all lcores pause. The ordinal is the position in the handover row of the counter file.
 */
public enum HandoverCounter {
    /** Packets that lcores took from devices for themselves and others. */
    POLLED("polled"),
    /** Packets that lcores were given to process. */
    DELIVERED("delivered"),
    /** Packets that found the ring to another lcore full: lost before the graph saw them. */
    RING_FULL("lost, ring full"),
    /** Packets in rings between lcores. A level, not a count. */
    WAITING("in rings"),
    /** Packets in rings to lcores that send: handed over to be sent = taken over to be sent + these. A level. */
    TO_BE_SENT("in rings to be sent");

    private final String label;

    HandoverCounter(final String label) {
        this.label = label;
    }

    /** Words for a table. */
    public String label() {
        return label;
    }

    /** Position in its row of the counter file: the order of declaration, to which new constants are appended. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the file's format
    public int position() {
        return ordinal();
    }
}
