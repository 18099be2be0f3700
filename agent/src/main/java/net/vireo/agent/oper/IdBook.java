// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.LabelItem;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.tables.VifItem;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/**
 * VRF numbers and labels that last: what the journal of names says counts first, then what the data plane has for the
 * same device, then the lowest free one. Ids of vifs and next hops are kept where the tables are made.
 */
final class IdBook {
    private static final int FIRST_VRF = 1;

    /** Labels under 16 are reserved (RFC 3032 section 2.1). */
    private static final int FIRST_LABEL = 16;

    /** How many mirrors a data plane has (sheet vrouter-dataplane 1.9). */
    static final int MIRRORS = 255;

    private final NodeNames names;
    private final NodeState actual;
    private final Set<Integer> takenVrfs = new HashSet<>();
    private final Set<Integer> takenLabels = new HashSet<>();
    private final Set<Integer> chosenLabels = new HashSet<>();
    private final Set<Integer> takenMirrors = new HashSet<>();

    IdBook(final NodeNames names, final NodeState actual) {
        this.names = names;
        this.actual = actual;
        takenVrfs.addAll(names.vrfs().keySet());
        takenLabels.addAll(names.labels().keySet());
        takenMirrors.addAll(names.mirrors().keySet());
    }

    /** Sets a label aside that somebody chose; to be called before any is given. */
    void reserveLabel(final int label) {
        takenLabels.add(label);
        chosenLabels.add(label);
    }

    /** @param devices what carries the network's ports */
    int vrf(final String network, final Set<String> devices) {
        final int known = keyOf(names.vrfs(), network);
        if (known >= 0) {
            return known;
        }
        for (final VifItem vif : actual.vifs().values()) {
            if (devices.contains(vif.device())
                    && vif.vrf() >= FIRST_VRF
                    && vif.vrf() != Vif.NO_VRF
                    && takenVrfs.add(vif.vrf())) {
                return vif.vrf();
            }
        }
        final Set<Integer> inUse = new HashSet<>();
        actual.vifs().values().forEach(vif -> inUse.add(vif.vrf()));
        actual.nexthops().values().forEach(nexthop -> inUse.add(nexthop.vrf()));
        return lowestFree(FIRST_VRF, takenVrfs, inUse);
    }

    /**
     * The label that leads to a port.
     *
     * @param meaning what the journal calls it
     * @param family of the next hop behind it
     */
    int label(final String meaning, final String device, final int family) {
        final int known = keyOf(names.labels(), meaning);
        if (known >= 0 && !chosenLabels.contains(known)) {
            return known;
        }
        for (final LabelItem label : actual.labels().values()) {
            if (leadsTo(label, device, family) && takenLabels.add(label.label())) {
                return label.label();
            }
        }
        return lowestFree(FIRST_LABEL, takenLabels, actual.labels().keySet());
    }

    /** The mirror of an analyzer, or -1 when there is no room for another. */
    int mirror(final String analyzer) {
        final int known = keyOf(names.mirrors(), analyzer);
        final int index = known >= 0
                ? known
                : lowestFree(0, takenMirrors, actual.mirrors().keySet());
        return index < MIRRORS ? index : -1;
    }

    private boolean leadsTo(final LabelItem label, final String device, final int family) {
        final NexthopItem nexthop = actual.nexthops().get(label.nexthop());
        if (nexthop == null || nexthop.type() != Nexthop.TYPE_ENCAP || nexthop.family() != family) {
            return false;
        }
        final VifItem vif = actual.vifs().get(nexthop.vif());
        return vif != null && vif.device().equals(device);
    }

    private static int keyOf(final SortedMap<Integer, String> names, final String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    private static int lowestFree(final int first, final Set<Integer> taken, final Set<Integer> inUse) {
        int id = first;
        while (inUse.contains(id) || !taken.add(id)) {
            id++;
        }
        return id;
    }
}
