// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * Where the tagged frames of service interfaces belong, by vif and tag (fact sheet vrouter-dataplane 1.1). Look-ups from
 * any thread, changes from the control thread.
 */
final class VlanAssignments {
    /** Tags of a frame: 12 bits. */
    static final int VLANS = 4096;

    /** By vif, then by tag; made at a service interface's first assignment. */
    private final IdSlots<IdSlots<VlanAssignment>> byVif;

    VlanAssignments(final int vifs) {
        byVif = new IdSlots<>(vifs);
    }

    VlanAssignment at(final int vif, final int vlan) {
        final IdSlots<VlanAssignment> ofVif = byVif.at(vif);
        return ofVif == null ? null : ofVif.at(vlan);
    }

    /** Puts or, with null, takes away an assignment of a vif and a tag within range; answers what was there. */
    VlanAssignment put(final int vif, final int vlan, final VlanAssignment assignment) {
        final VlanAssignment before = at(vif, vlan);
        if (assignment != null || before != null) {
            slots(vif).put(vlan, assignment);
        }
        return before;
    }

    /** Whether a vif has had assignments. */
    boolean any(final int vif) {
        return byVif.at(vif) != null;
    }

    void forget(final int vif) {
        byVif.put(vif, null);
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
