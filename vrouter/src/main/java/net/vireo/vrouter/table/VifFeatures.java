// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * What only some interfaces have (fact sheet vrouter-dataplane 1.1). Immutable: the arrays belong to the record and must
 * not be changed.
 *
 * @param ip6High the interface's IPv6 address, first half, 0 with {@code ip6Low} when none: for a guest, the only
 *     global source it may use
 * @param ip6Low second half
 * @param parent the vif that a sub-interface is part of, or {@link Vif#NONE}
 * @param vlan the tag of a sub-interface on the wire, {@link #NO_VLAN} when none
 * @param outerVlan the outer tag when there are two
 * @param sourceMacs Ethernet sources that a MAC-VLAN sub-interface is known by, at most four
 * @param mirror index of the mirror table, {@link #NO_MIRROR} when none
 * @param ingressMetadata put in front of what is mirrored on receipt
 * @param egressMetadata put in front of what is mirrored on sending
 * @param qosMap index of the QoS map, {@link #NO_QOS} when none
 * @param fatFlowRules rules that let several flows share an entry, as the control socket has them (fact sheet
 *     vrouter-dataplane 1.7)
 * @param vhost what is asked of the vhost-user socket of a poll mode guest
 */
@SuppressWarnings("ArrayRecordComponent") // read by lcores element by element; a list would be an indirection
public record VifFeatures(
        long ip6High,
        long ip6Low,
        int parent,
        int vlan,
        int outerVlan,
        long[] sourceMacs,
        int mirror,
        byte[] ingressMetadata,
        byte[] egressMetadata,
        int qosMap,
        int[] fatFlowRules,
        VhostSocket vhost) {
    public static final int NO_VLAN = -1;
    public static final int NO_MIRROR = -1;
    public static final int NO_QOS = -1;

    private static final byte[] NO_METADATA = {};
    private static final long[] NO_MACS = {};
    private static final int[] NO_RULES = {};

    public static final VifFeatures NONE =
            new VifFeatures(0, 0, Vif.NONE, NO_VLAN, NO_VLAN, NO_MACS, NO_MIRROR, NO_METADATA, NO_METADATA, NO_QOS);

    /** Without fat flow rules. */
    public VifFeatures(
            final long ip6High,
            final long ip6Low,
            final int parent,
            final int vlan,
            final int outerVlan,
            final long[] sourceMacs,
            final int mirror,
            final byte[] ingressMetadata,
            final byte[] egressMetadata,
            final int qosMap) {
        this(
                ip6High,
                ip6Low,
                parent,
                vlan,
                outerVlan,
                sourceMacs,
                mirror,
                ingressMetadata,
                egressMetadata,
                qosMap,
                NO_RULES,
                VhostSocket.NONE);
    }

    /** Whether packets of a vif with these features need no more than an ordinary one's. */
    public boolean isPlain() {
        return parent == Vif.NONE && mirror == NO_MIRROR && qosMap == NO_QOS;
    }
}
