// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.Ids;
import net.vireo.cli.tables.LabelItem;
import net.vireo.cli.tables.MacItem;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.tables.RouteItem;
import net.vireo.cli.tables.VifItem;
import net.vireo.cli.tables.VniItem;
import net.vireo.cli.text.Mac;

/** Tables in the making: gives ids, remembers what they are called. For one thread. */
final class Plan {
    private final Ids ids;
    private final NodeState state = new NodeState();
    private final NodeNames names;
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Integer> made = new HashMap<>();

    Plan(final String node, final Ids ids) {
        this.ids = ids;
        this.names = new NodeNames(node);
    }

    NodeState state() {
        return state;
    }

    NodeNames names() {
        return names;
    }

    /** What ids were given for. */
    Set<String> keys() {
        return keys;
    }

    /** The index for a guest's interface. */
    int vifIndex(final NodeFile.Guest guest) {
        keys.add(Ids.vifKey(guest.name()));
        return ids.vif(guest.name(), guest.device());
    }

    void vif(final VifItem vif, final String name, final String network) {
        state.add(vif);
        names.vifs().put(vif.index(), new NodeNames.VifName(name, vif.device(), network));
    }

    /**
     * Adds a next hop, unless this key has one already.
     *
     * @param key what it is for, which finds it again in the next run
     * @param meaning the same for people
     * @param wanted the next hop, with any id
     * @return its id
     */
    int nexthop(final String key, final String meaning, final NexthopItem wanted) {
        final Integer already = made.get(key);
        if (already != null) {
            return already;
        }
        keys.add(key);
        final int id = ids.nexthop(key, wanted);
        made.put(key, id);
        state.add(wanted.withId(id));
        names.nexthops().put(id, new NodeNames.NexthopName(key, meaning));
        return id;
    }

    void label(final int label, final int nexthop, final String meaning) {
        state.add(new LabelItem(label, nexthop));
        names.labels().put(label, meaning);
    }

    void vni(final int vni, final int nexthop, final String meaning) {
        state.add(new VniItem(vni, nexthop));
        names.vnis().put(vni, meaning);
    }

    void route(final RouteItem route) {
        state.add(route);
        names.routes().add(NodeState.key(route));
    }

    /** Adds a bridge entry; {@code label} 0 for none. */
    void mac(final int vrf, final long mac, final int nexthop, final int label, final int flags) {
        final int labelFlag = label == 0 ? 0 : MacItem.FLAG_LABEL_VALID;
        final MacItem entry = new MacItem(vrf, mac, nexthop, label, MacItem.FLAG_VALID | labelFlag | flags);
        state.add(entry);
        names.macs().add(new NodeNames.RouteKey(vrf, Mac.text(mac)));
    }
}
