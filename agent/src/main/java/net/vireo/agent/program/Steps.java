// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.vireo.cli.tables.Change;
import net.vireo.cli.tables.Item;
import net.vireo.cli.tables.MacItem;
import net.vireo.cli.tables.RouteItem;
import net.vireo.cli.tables.VifItem;

/**
 * Brings changes into an order that loses no packet which has a way before and after: routes and bridge entries that go
 * are taken away first, then everything new comes from vifs to routes, and only then go next hops, labels and vifs that
 * nothing leads to any more. A vif whose device somebody else gets goes before, since a device is opened once.
 */
final class Steps {
    private Steps() {}

    /**
     * Orders changes.
     *
     * @param changes from a difference: what goes, then what comes
     * @param sweep whether what is not wanted goes; else it stays for now, unless it is in the way
     */
    static List<Change> order(final List<Change> changes, final boolean sweep) {
        final List<Change> first = new ArrayList<>();
        final List<Change> middle = new ArrayList<>();
        final List<Change> last = new ArrayList<>();
        final Set<String> devices = changes.stream()
                .filter(change -> change.sign() == Change.ADD)
                .map(Change::item)
                .filter(VifItem.class::isInstance)
                .map(item -> ((VifItem) item).device())
                .collect(Collectors.toSet());
        for (final Change change : changes) {
            if (change.sign() != Change.DELETE) {
                middle.add(change);
            } else if (isInTheWay(change.item(), devices, changes)) {
                first.add(change);
            } else if (sweep) {
                (isWay(change.item()) ? first : last).add(change);
            }
        }
        final List<Change> ordered = new ArrayList<>(first);
        ordered.addAll(middle);
        ordered.addAll(last);
        return ordered;
    }

    private static boolean isWay(final Item item) {
        return item instanceof RouteItem || item instanceof MacItem;
    }

    private static boolean isInTheWay(final Item item, final Set<String> devices, final List<Change> changes) {
        return item instanceof final VifItem vif
                && (devices.contains(vif.device())
                        || changes.stream()
                                .anyMatch(other -> other.sign() == Change.ADD
                                        && other.item().title().equals(vif.title())));
    }
}
