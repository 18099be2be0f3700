// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * What only some types of next hop have (fact sheet vrouter-dataplane 1.3). Immutable: the arrays belong to the record
 * and must not be changed.
 *
 * @param members ids of a composite's members by position, {@link Nexthop#NO_MEMBER} for a place that is kept free; of an
 *     indirect next hop, the one that it stands for. A member may be gone or of another kind since
 * @param labels the label of each member: MPLS label or VNI, {@link #NO_LABEL} for none
 * @param ecmpHashFields which fields choose a member in packet mode: protocol 1, source 2, source port 4, destination 8,
 *     destination port 16; 0 means all
 * @param overlayMac for an L3 VXLAN tunnel the inner frame's destination, 0 when none
 * @param transportLabel the second label of MPLS over MPLS, or {@link #NO_LABEL}
 * @param sourcePort of a plain UDP tunnel
 * @param destinationPort of a plain UDP tunnel
 */
@SuppressWarnings("ArrayRecordComponent") // read by lcores element by element; a list would be an indirection
public record NexthopDetails(
        int[] members,
        int[] labels,
        int ecmpHashFields,
        long overlayMac,
        int transportLabel,
        int sourcePort,
        int destinationPort) {
    public static final int NO_LABEL = -1;

    private static final int[] EMPTY = {};

    public static final NexthopDetails NONE = new NexthopDetails(EMPTY, EMPTY, 0, 0, NO_LABEL);

    /** Of anything but a plain UDP tunnel. */
    public NexthopDetails(
            final int[] members,
            final int[] labels,
            final int ecmpHashFields,
            final long overlayMac,
            final int transportLabel) {
        this(members, labels, ecmpHashFields, overlayMac, transportLabel, 0, 0);
    }

    /** A composite's members. */
    public static NexthopDetails members(final int[] members, final int[] labels) {
        return new NexthopDetails(members.clone(), labels.clone(), 0, 0, NO_LABEL);
    }
}
