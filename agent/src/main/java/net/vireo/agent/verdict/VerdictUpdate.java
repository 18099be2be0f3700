// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.vrouter.table.Verdicts;

/**
 * Brings the data plane from what it has to a plan, in three steps. First every guest whose tables change is left to the
 * agent, which judges by the new policy from this moment on: no lcore decides by an old one any more, and no flow is lost,
 * since what has no side is trapped. Then come tables, addresses, and the guests again. What nobody needs any more is swept
 * last. A table never changes: another list gets another number, so that a side never means half of two policies. The same
 * plan again is no request at all. One thread.
 */
public final class VerdictUpdate {
    private int lastNumber;
    private int unplacedCount;

    /** Nothing given out yet. */
    public VerdictUpdate() {}

    /**
     * First: which guests are the agent's for now.
     *
     * @param sweep whether also those of which the plan knows nothing; else they stay, since not everything may be
     *     configured yet
     */
    public List<VireoVerdict> withdraw(final VerdictPlan plan, final VerdictState actual, final boolean sweep) {
        final List<VireoVerdict> requests = new ArrayList<>();
        actual.sides.forEach((nexthop, side) -> {
            final VerdictPlan.Side wanted = plan.sides().get(nexthop);
            if (wanted == null ? sweep || plan.knows(nexthop) : !isSame(wanted, side, actual)) {
                requests.add(VerdictRequests.noSide(nexthop));
            }
        });
        return requests;
    }

    private static boolean isSame(
            final VerdictPlan.Side wanted, final VerdictState.Side side, final VerdictState actual) {
        return wanted.groups().equals(side.groups())
                && wanted.out().equals(lists(side.out(), actual))
                && wanted.in().equals(lists(side.in(), actual));
    }

    private static List<RuleList> lists(final List<Integer> numbers, final VerdictState actual) {
        // A number without a table is equal to no list.
        return numbers.stream()
                .map(number -> actual.tables.getOrDefault(number, new RuleList(number)))
                .toList();
    }

    /** Second: what is not there, or not so. To be asked when the first step was carried out. */
    public List<VireoVerdict> add(final VerdictPlan plan, final VerdictState actual) {
        final Map<RuleList, Integer> numbers = new HashMap<>();
        actual.tables.forEach((number, list) -> numbers.putIfAbsent(list, number));
        final List<VireoVerdict> requests = new ArrayList<>();
        final Set<Integer> used = new HashSet<>(actual.tables.keySet());
        unplacedCount = 0;
        addAddresses(plan, actual, requests);
        final List<VireoVerdict> sides = new ArrayList<>();
        new TreeMap<>(plan.sides()).forEach((nexthop, side) -> {
            if (actual.sides.containsKey(nexthop)) {
                return;
            }
            final List<Integer> out = place(side.out(), numbers, used, requests);
            final List<Integer> in = place(side.in(), numbers, used, requests);
            if (out.size() < side.out().size() || in.size() < side.in().size()) {
                unplacedCount++;
            } else {
                sides.add(VerdictRequests.side(nexthop, new VerdictState.Side(side.groups(), out, in)));
            }
        });
        requests.addAll(sides);
        return requests;
    }

    /** What the plan says of a network's addresses holds for all of them: what it does not name has left its groups. */
    private static void addAddresses(
            final VerdictPlan plan, final VerdictState actual, final List<VireoVerdict> requests) {
        final Set<Integer> told = new HashSet<>();
        plan.addresses().forEach((addresses, groups) -> {
            told.add(addresses.vrf());
            if (!groups.equals(actual.addresses.get(addresses))) {
                requests.add(VerdictRequests.addresses(addresses, groups));
            }
        });
        actual.addresses.keySet().stream()
                .filter(addresses -> told.contains(addresses.vrf()))
                .filter(addresses -> !plan.addresses().containsKey(addresses))
                .forEach(addresses -> requests.add(VerdictRequests.noAddresses(addresses)));
    }

    private List<Integer> place(
            final List<RuleList> lists,
            final Map<RuleList, Integer> numbers,
            final Set<Integer> used,
            final List<VireoVerdict> requests) {
        final List<Integer> placed = new ArrayList<>();
        for (final RuleList list : lists) {
            Integer number = numbers.get(list);
            if (number == null && used.size() < Verdicts.MAX_TABLES) {
                number = freeNumber(used);
                numbers.put(list, number);
                requests.addAll(VerdictRequests.table(number, list));
            }
            if (number != null) {
                placed.add(number);
            }
        }
        return placed;
    }

    /** The next one round: a number that was given up is not another's at once, for lcores that are on their way to it. */
    private int freeNumber(final Set<Integer> used) {
        do {
            lastNumber = (lastNumber + 1) % Verdicts.MAX_TABLES;
        } while (!used.add(lastNumber));
        return lastNumber;
    }

    /** Third: what no side needs. To be asked when the second step was carried out. */
    public List<VireoVerdict> sweep(final VerdictPlan plan, final VerdictState actual, final boolean sweep) {
        final Set<Integer> needed = new HashSet<>();
        actual.sides.values().forEach(side -> {
            needed.addAll(side.out());
            needed.addAll(side.in());
        });
        final List<VireoVerdict> requests = new ArrayList<>();
        actual.tables.keySet().stream()
                .filter(number -> !needed.contains(number))
                .forEach(number -> requests.add(VerdictRequests.noTable(number)));
        actual.addresses.keySet().stream()
                .filter(addresses -> sweep && !plan.addresses().containsKey(addresses))
                .forEach(addresses -> requests.add(VerdictRequests.noAddresses(addresses)));
        return requests;
    }

    /** How many guests found no room for their tables in the second step: they are the agent's. */
    public int unplacedCount() {
        return unplacedCount;
    }
}
