// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import net.vireo.cli.node.NodeNames;
import net.vireo.vrouter.table.Nexthop;

/**
 * What has to be done so that a data plane holds what it should, in an order in which every entry finds what it refers
 * to: first the old bridge entries, routes, mirrors, labels, next hops and vifs go, then the new ones come in the
 * opposite order; a composite comes behind its members and goes before them. Only what an earlier run made is ever removed.
 *
 * @param changes what to do
 * @param foreign what the data plane has besides, not made by apply: left alone
 */
public record Difference(List<Change> changes, List<String> foreign) {
    /**
     * @param actual what the data plane has
     * @param wanted what it should have
     * @param before what the ids were called after the last run: says which entries are ours
     * @param after what the ids in {@code wanted} are called
     */
    public static Difference between(
            final NodeState actual, final NodeState wanted, final NodeNames before, final NodeNames after) {
        final Comparison comparison = new Comparison(before, after);
        comparison.compare(actual.macs(), wanted.macs(), before.macs());
        comparison.compare(actual.routes(), wanted.routes(), before.routes());
        comparison.compare(actual.mirrors(), wanted.mirrors(), before.mirrors().keySet());
        comparison.compare(actual.vnis(), wanted.vnis(), before.vnis().keySet());
        comparison.compare(actual.labels(), wanted.labels(), before.labels().keySet());
        comparison.compare(
                actual.nexthops(), wanted.nexthops(), before.nexthops().keySet());
        comparison.compare(actual.vifs(), wanted.vifs(), before.vifs().keySet());
        comparison.compare(actual.qosMaps(), wanted.qosMaps(), before.qosMaps().keySet());
        comparison.compare(actual.classes(), wanted.classes(), before.classes().keySet());
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
            final List<Change> olds = new ArrayList<>();
            final List<Change> news = new ArrayList<>();
            for (final Map.Entry<K, I> entry : actual.entrySet()) {
                final I there = entry.getValue();
                final I should = wanted.get(entry.getKey());
                if (should == null && ours.contains(entry.getKey())) {
                    olds.add(new Change(Change.DELETE, there, describe(there, before)));
                } else if (should == null) {
                    if (!isAlwaysThere(there)) {
                        foreign.add(there.title() + network(there, before));
                    }
                } else {
                    change(there, should, olds, news);
                }
            }
            wanted.forEach((key, should) -> {
                if (!actual.containsKey(key)) {
                    news.add(new Change(Change.ADD, should, describe(should, after)));
                }
            });
            olds.sort(Comparator.comparingInt(change -> -depth(change.item())));
            news.sort(Comparator.comparingInt(change -> depth(change.item())));
            going.addAll(olds);
            coming.addFirst(news);
        }

        private void change(final Item there, final Item should, final List<Change> olds, final List<Change> news) {
            final List<String> differences = should.differencesFrom(there);
            final boolean lostItsPeer = should instanceof final VifItem vif && replaced.contains(vif.crossConnect());
            if (differences.isEmpty() && !lostItsPeer) {
                return;
            }
            if (there instanceof final VifItem old && should instanceof final VifItem vif && vif.hasOtherDevice(old)) {
                olds.add(new Change(Change.DELETE, there, describe(there, before)));
                news.add(new Change(Change.ADD, should, describe(should, after)));
                replaced.add(vif.index());
            } else {
                final String what = lostItsPeer ? "connected again" : String.join(", ", differences);
                news.add(new Change(Change.CHANGE, should, describe(should, after) + ": " + what));
            }
        }

        /** The discard, and what the data plane keeps of classes of its own accord: class 0. */
        private static boolean isAlwaysThere(final Item item) {
            return item instanceof final NexthopItem nexthop && nexthop.id() == 0
                    || item instanceof final ForwardingClassItem forwardingClass && forwardingClass.id() == 0;
        }

        Difference result() {
            final List<Change> changes = new ArrayList<>(going);
            coming.forEach(changes::addAll);
            return new Difference(changes, foreign);
        }
    }

    /** How many steps of its own kind lie between an entry and those that refer to none. */
    private static int depth(final Item item) {
        return switch (item) {
            case final NexthopItem nexthop
            when nexthop.type() == Nexthop.TYPE_COMPOSITE -> (nexthop.flags() & Nexthop.FLAG_MULTICAST) != 0 ? 2 : 1;
            case final VifItem vif when vif.isPart() -> 1;
            default -> 0;
        };
    }

    private static String network(final Item item, final NodeNames names) {
        final int vrf;
        switch (item) {
            case final RouteItem route -> vrf = route.vrf();
            case final MacItem mac -> vrf = mac.vrf();
            default -> {
                return "";
            }
        }
        final String network = names.vrf(vrf);
        return " in " + (network.isEmpty() ? "vrf " + vrf : network);
    }

    private static String describe(final Item item, final NodeNames names) {
        return item.title()
                + switch (item) {
                    case final VifItem vif -> blankBefore(names.vif(vif.index()));
                    case final NexthopItem nexthop -> blankBefore(names.nexthop(nexthop.id()));
                    case final LabelItem label -> blankBefore(names.label(label.label()));
                    case final VniItem vni -> blankBefore(names.vnis().getOrDefault(vni.vni(), ""));
                    case final RouteItem route ->
                        network(route, names)
                                + target(route.nexthop(), names)
                                + (route.isLabelled() ? ", label " + route.label() : "");
                    case final MacItem mac ->
                        network(mac, names)
                                + target(mac.nexthop(), names)
                                + (mac.isLabelled() ? ", label " + mac.label() : "");
                    case final MirrorItem mirror -> blankBefore(names.mirrors().getOrDefault(mirror.index(), ""));
                    case final ForwardingClassItem forwardingClass ->
                        blankBefore(names.classes().getOrDefault(forwardingClass.id(), ""));
                    case final QosMapItem map -> blankBefore(names.qosMaps().getOrDefault(map.index(), ""));
                };
    }

    private static String target(final int nexthop, final NodeNames names) {
        return " -> nh " + nexthop + blankBefore(names.nexthop(nexthop));
    }

    private static String blankBefore(final String text) {
        return text.isEmpty() ? "" : " " + text;
    }
}
