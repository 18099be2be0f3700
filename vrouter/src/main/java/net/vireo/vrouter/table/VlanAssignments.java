// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * Where the tagged frames of service interfaces belong, by vif and tag (fact sheet vrouter-dataplane 1.1), with their
 * uses of next hops counted. Look-ups from any thread, changes from the control thread.
 */
final class VlanAssignments {
    /** Tags of a frame: 12 bits. */
    private static final int VLANS = 4096;

    /** By vif, then by tag; made at a service interface's first assignment. */
    private final IdSlots<IdSlots<VlanAssignment>> byVif;

    private final UseCounts uses;

    VlanAssignments(final int vifs, final UseCounts uses) {
        byVif = new IdSlots<>(vifs);
        this.uses = uses;
    }

    VlanAssignment at(final int vif, final int vlan) {
        final IdSlots<VlanAssignment> ofVif = byVif.at(vif);
        return ofVif == null ? null : ofVif.at(vlan);
    }

    /** Puts or, with null, takes away an assignment of a vif and a tag within range; answers whether there was one. */
    boolean put(final int vif, final int vlan, final VlanAssignment assignment) {
        final VlanAssignment before = at(vif, vlan);
        if (assignment != null) {
            uses.nexthop(assignment.nexthopId(), 1);
            slots(vif).put(vlan, assignment);
        } else if (before != null) {
            slots(vif).put(vlan, null);
        }
        if (before != null) {
            uses.nexthop(before.nexthopId(), -1);
        }
        return before != null;
    }

    /** Takes away all assignments of a vif. */
    void forget(final int vif) {
        if (byVif.at(vif) != null) {
            for (int vlan = 0; vlan < VLANS; vlan++) {
                put(vif, vlan, null);
            }
            byVif.put(vif, null);
        }
    }

    void clear() {
        byVif.clear();
    }

    private IdSlots<VlanAssignment> slots(final int vif) {
        IdSlots<VlanAssignment> ofVif = byVif.at(vif);
        if (ofVif == null) {
            ofVif = new IdSlots<>(VLANS);
            byVif.put(vif, ofVif);
        }
        return ofVif;
    }
}
