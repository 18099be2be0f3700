// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import net.vireo.cli.node.NodeNames;

/**
 * What has to be done so that a data plane holds what it should, in an order in which every entry finds what it refers
 * to: first the old routes, labels, next hops and vifs go, then the new vifs, next hops, labels and routes come. Only
 * what an earlier run made is ever removed.
 *
 * @param changes what to do
 * @param foreign what the data plane has besides, not made by apply: left alone
 */
record Difference(List<Change> changes, List<String> foreign) {
    /**
     * @param actual what the data plane has
     * @param desired what it should have
     * @param before what the ids were called after the last run: says which entries are ours
     */
    static Difference between(final NodeState actual, final Desired desired, final NodeNames before) {
        final Comparison comparison = new Comparison(before, desired.names());
        final NodeState wanted = desired.state();
        comparison.compare(actual.routes(), wanted.routes(), before.routes());
        comparison.compare(actual.labels(), wanted.labels(), before.labels().keySet());
        comparison.compare(
                actual.nexthops(), wanted.nexthops(), before.nexthops().keySet());
        comparison.compare(actual.vifs(), wanted.vifs(), before.vifs().keySet());
        return comparison.result();
    }

    /** Runs from routes to vifs, the order in which things go; what comes is collected in the opposite order. */
    private static final class Comparison {
        private final NodeNames before;
        private final NodeNames after;
        private final List<Change> going = new ArrayList<>();
        private final List<List<Change>> coming = new ArrayList<>();
        private final List<String> foreign = new ArrayList<>();

        /** Vifs that get another device: what was connected with them has to be connected again. */
        private final Set<Integer> replaced = new HashSet<>();

        Comparison(final NodeNames before, final NodeNames after) {
            this.before = before;
            this.after = after;
        }

        <K, I extends Item> void compare(
                final SortedMap<K, I> actual, final SortedMap<K, I> wanted, final Set<K> ours) {
            final List<Change> news = new ArrayList<>();
            for (final Map.Entry<K, I> entry : actual.entrySet()) {
                final I there = entry.getValue();
                final I should = wanted.get(entry.getKey());
                if (should == null && ours.contains(entry.getKey())) {
                    going.add(new Change(Change.DELETE, there, describe(there, before)));
                } else if (should == null) {
                    if (!isAlwaysThere(there)) {
                        foreign.add(there.title() + network(there, before));
                    }
                } else {
                    change(there, should, news);
                }
            }
            wanted.forEach((key, should) -> {
                if (!actual.containsKey(key)) {
                    news.add(new Change(Change.ADD, should, describe(should, after)));
                }
            });
            coming.add(0, news);
        }

        private void change(final Item there, final Item should, final List<Change> news) {
            final List<String> differences = should.differencesFrom(there);
            final boolean lostItsPeer =
                    should instanceof final Item.VifItem vif && replaced.contains(vif.crossConnect());
            if (differences.isEmpty() && !lostItsPeer) {
                return;
            }
            if (there instanceof final Item.VifItem old
                    && should instanceof final Item.VifItem vif
                    && !old.device().equals(vif.device())) {
                going.add(new Change(Change.DELETE, there, describe(there, before)));
                news.add(new Change(Change.ADD, should, describe(should, after)));
                replaced.add(vif.index());
            } else {
                final String what = lostItsPeer ? "connected again" : String.join(", ", differences);
                news.add(new Change(Change.CHANGE, should, describe(should, after) + ": " + what));
            }
        }

        private static boolean isAlwaysThere(final Item item) {
            return item instanceof final Item.NexthopItem nexthop && nexthop.id() == 0;
        }

        Difference result() {
            final List<Change> changes = new ArrayList<>(going);
            coming.forEach(changes::addAll);
            return new Difference(changes, foreign);
        }
    }

    private static String network(final Item item, final NodeNames names) {
        if (item instanceof final Item.RouteItem route) {
            final String network = names.vrf(route.vrf());
            return " in " + (network.isEmpty() ? "vrf " + route.vrf() : network);
        }
        return "";
    }

    private static String describe(final Item item, final NodeNames names) {
        return switch (item) {
            case final Item.VifItem vif -> vif.title() + blankBefore(names.vif(vif.index()));
            case final Item.NexthopItem nexthop -> nexthop.id() == 0 ? "nh 0" : nexthopText(nexthop, names);
            case final Item.LabelItem label -> label.title() + blankBefore(names.label(label.label()));
            case final Item.RouteItem route ->
                route.title() + network(route, names) + " -> "
                        + target(route.nexthop(), names)
                        + ((route.flags() & Item.RouteItem.FLAG_LABEL_VALID) != 0 ? ", label " + route.label() : "");
        };
    }

    private static String nexthopText(final Item.NexthopItem nexthop, final NodeNames names) {
        return "nh " + nexthop.id() + blankBefore(names.nexthop(nexthop.id()));
    }

    private static String target(final int nexthop, final NodeNames names) {
        return "nh " + nexthop + blankBefore(names.nexthop(nexthop));
    }

    private static String blankBefore(final String text) {
        return text.isEmpty() ? "" : " " + text;
    }
}
