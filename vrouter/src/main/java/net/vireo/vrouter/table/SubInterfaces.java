// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which sub-interface a tagged frame of a vif belongs to: by tag and source MAC where a sub-interface names source MACs,
 * else by the tag alone (fact sheet vrouter-dataplane 1.1). Written by the control thread; lcores read an immutable
 * object per parent without locks.
 */
public final class SubInterfaces {
    private static final int VLANS = 4096;
    private static final int MAC_BITS = 48;
    private static final long MAC_MASK = (1L << MAC_BITS) - 1;

    private final IdSlots<OfParent> parents;

    /** All sub-interfaces, by their index. Control thread. */
    private final Map<Integer, Vif> known = new HashMap<>();

    SubInterfaces(final int vifs) {
        parents = new IdSlots<>(vifs);
    }

    /**
     * The index of the sub-interface, or {@link Vif#NONE}. Any thread; no allocation.
     *
     * @param parentVif the vif that the frame came in on
     * @param vlan its tag, anything else than 0 .. 4095 belongs to nobody
     * @param sourceMac its Ethernet source in the low 48 bits
     */
    public int of(final int parentVif, final int vlan, final long sourceMac) {
        final OfParent parent = parents.at(parentVif);
        return parent == null || vlan < 0 || vlan >= VLANS ? Vif.NONE : parent.of(vlan, sourceMac & MAC_MASK);
    }

    /** Whether a vif has any; when not, tags need not be looked at. Any thread. */
    public boolean any(final int parentVif) {
        return parents.at(parentVif) != null;
    }

    /** Adds a sub-interface or replaces the one with its index; forgets it when the vif is none. Control thread. */
    void put(final Vif vif) {
        if (!vif.isSubInterface()) {
            remove(vif.index());
            return;
        }
        final Vif before = known.put(vif.index(), vif);
        // The new parent first and each parent once: a sub-interface that is told again is never missing.
        publish(vif.features().parent());
        if (before != null && before.features().parent() != vif.features().parent()) {
            publish(before.features().parent());
        }
    }

    /** Control thread. */
    void remove(final int index) {
        final Vif before = known.remove(index);
        if (before != null) {
            publish(before.features().parent());
        }
    }

    void clear() {
        known.clear();
        parents.clear();
    }

    private void publish(final int parent) {
        final List<Vif> children = new ArrayList<>();
        known.values().stream()
                .filter(vif -> vif.features().parent() == parent)
                // When two claim the same frames, the lower index has them.
                .sorted(Comparator.comparingInt(Vif::index).reversed())
                .forEach(children::add);
        parents.put(parent, children.isEmpty() ? null : new OfParent(children));
    }

    private static final class OfParent {
        private final int[] byVlan = new int[VLANS];

        /** Tag and MAC in one number, ascending; the vif's index at the same place of {@link #byKey}. */
        private final long[] keys;

        private final int[] byKey;

        OfParent(final List<Vif> children) {
            Arrays.fill(byVlan, Vif.NONE);
            final Map<Long, Integer> byMac = new TreeMap<>();
            for (final Vif child : children) {
                final int vlan = child.features().vlan();
                if (child.features().sourceMacs().length == 0) {
                    byVlan[vlan] = child.index();
                }
                for (final long mac : child.features().sourceMacs()) {
                    byMac.put(key(vlan, mac & MAC_MASK), child.index());
                }
            }
            keys = byMac.keySet().stream().mapToLong(Long::longValue).toArray();
            byKey = byMac.values().stream().mapToInt(Integer::intValue).toArray();
        }

        int of(final int vlan, final long mac) {
            final int at = keys.length == 0 ? -1 : Arrays.binarySearch(keys, key(vlan, mac));
            return at >= 0 ? byKey[at] : byVlan[vlan];
        }

        private static long key(final int vlan, final long mac) {
            return (long) vlan << MAC_BITS | mac;
        }
    }
}
