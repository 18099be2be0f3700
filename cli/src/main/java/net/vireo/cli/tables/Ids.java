// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.vireo.cli.node.NodeNames;
import net.vireo.vrouter.table.Nexthop;

/**
 * Gives ids to what a file names. An id is kept over runs: what {@code names.json} says counts first, then what the
 * data plane already has, then the lowest free one, in the order of the file.
 */
public final class Ids {
    private static final int FIRST_GUEST_VIF = 3;

    /** Next hop 0 is the discard that every miss leads to. */
    private static final int FIRST_NEXTHOP = 1;

    private final NodeNames names;
    private final NodeState actual;
    private final Set<Integer> takenVifs = new HashSet<>();
    private final Set<Integer> takenNexthops = new HashSet<>();

    /** For a first look: nothing is set aside. */
    public Ids(final NodeNames names, final NodeState actual) {
        this(names, actual, Set.of());
    }

    /** @param wanted every id that {@code names} holds for something the file still wants is set aside for it */
    public Ids(final NodeNames names, final NodeState actual, final Set<String> wanted) {
        this.names = names;
        this.actual = actual;
        names.vifs().forEach((index, vif) -> {
            if (wanted.contains(vifKey(vif.name()))) {
                takenVifs.add(index);
            }
        });
        names.nexthops().forEach((id, nexthop) -> {
            if (wanted.contains(nexthop.key())) {
                takenNexthops.add(id);
            }
        });
    }

    /** What stands for a vif of this name among the wanted keys. */
    public static String vifKey(final String name) {
        return "vif:" + name;
    }

    /** The index for a guest's interface. */
    public int vif(final String name, final String device) {
        for (final Map.Entry<Integer, NodeNames.VifName> known : names.vifs().entrySet()) {
            final VifItem there = actual.vifs().get(known.getKey());
            if (known.getValue().name().equals(name)
                    && known.getKey() >= FIRST_GUEST_VIF
                    && (there == null || isOurs(there, known.getValue(), device))) {
                return known.getKey();
            }
        }
        for (final VifItem there : actual.vifs().values()) {
            if (there.index() >= FIRST_GUEST_VIF && there.device().equals(device) && takenVifs.add(there.index())) {
                return there.index();
            }
        }
        return lowestFree(FIRST_GUEST_VIF, takenVifs, actual.vifs().keySet());
    }

    private static boolean isOurs(final VifItem there, final NodeNames.VifName known, final String device) {
        return there.device().equals(device) || there.device().equals(known.device());
    }

    /**
     * The id for a next hop.
     *
     * @param key what it is for
     * @param wanted the next hop, with any id
     */
    public int nexthop(final String key, final NexthopItem wanted) {
        for (final Map.Entry<Integer, NodeNames.NexthopName> known :
                names.nexthops().entrySet()) {
            final NexthopItem there = actual.nexthops().get(known.getKey());
            if (known.getValue().key().equals(key) && (there == null || there.type() == wanted.type())) {
                return known.getKey();
            }
        }
        for (final NexthopItem there : actual.nexthops().values()) {
            if (!isAnotherTunnel(there, key) && wanted.doesTheSameAs(there) && takenNexthops.add(there.id())) {
                return there.id();
            }
        }
        return lowestFree(FIRST_NEXTHOP, takenNexthops, actual.nexthops().keySet());
    }

    /** A tunnel's key also says who finds its Ethernet header, which the table does not. */
    private boolean isAnotherTunnel(final NexthopItem there, final String key) {
        final NodeNames.NexthopName known = names.nexthops().get(there.id());
        return there.type() == Nexthop.TYPE_TUNNEL
                && known != null
                && !known.key().equals(key);
    }

    private static int lowestFree(final int first, final Set<Integer> taken, final Set<Integer> inUse) {
        int id = first;
        while (inUse.contains(id) || !taken.add(id)) {
            id++;
        }
        return id;
    }
}
