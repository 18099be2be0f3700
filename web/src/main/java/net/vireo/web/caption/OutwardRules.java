// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.List;
import java.util.Set;
import net.vireo.web.model.VifLoad;

/** From a guest to the fabric (deck p71, p77, p118, p119), both ways, and inside the node. */
final class OutwardRules {
    /** Counters that the way passes, in this direction. */
    private static final int COUNTERS = 79;

    private OutwardRules() {}

    static final List<Rule> ALL = List.of(
            Rule.when(71, "SingleQ to Underlay", p -> handsOver(p) && pollers(p).size() == 1)
                    .also(COUNTERS)
                    .saying(OutwardRules::workers),
            Rule.when(
                            77,
                            "MultiQ to Underlay",
                            p -> handsOver(p) && queues(p) > 1 && pollers(p).size() > 1)
                    .also(COUNTERS),
            Rule.when(
                            119,
                            "DPDK MultiQueue mapping",
                            p -> keeps(p) && queues(p) > 1 && pollers(p).size() == queues(p))
                    .also(COUNTERS)
                    .saying(p -> "each queue has its lcore, which processes what it polls"),
            Rule.when(
                            118,
                            "DPDK Single Queue mapping",
                            p -> keeps(p) && queues(p) == 1 && pollers(p).size() == 1)
                    .also(COUNTERS)
                    .saying(p -> "lcore " + pollers(p).iterator().next() + " polls the one queue and processes"),
            Rule.when(
                            96,
                            "SDN and Overlay",
                            p -> p.isBothWays() && p.networksInTunnels().size() > 1)
                    .also(97, 3)
                    .saying(p -> String.join(" and ", p.networksInTunnels()) + " share the underlay"),
            Rule.when(21, "SingleQ versus MultiQ VNF", p -> p.isBothWays() && singleBesideMulti(p.brightGuests())),
            Rule.when(121, "vRouter internal loadbalancing", p -> p.isBothWays() && p.isAnythingHandedOver())
                    .also(66, 78, COUNTERS),
            Rule.when(20, "DPDK Packet Processing End to End", p -> p.isBothWays() && !p.isAnythingHandedOver())
                    .also(78, COUNTERS),
            Rule.when(3, "vRouter internal paths", Picture::isLocal)
                    .saying(p -> "guests of this node talk to each other, no packet leaves it"));

    private static VifLoad guest(final Picture picture) {
        return picture.busiestGuest().orElseThrow();
    }

    private static boolean handsOver(final Picture picture) {
        return picture.isOutward() && Picture.isHandedOver(guest(picture));
    }

    private static boolean keeps(final Picture picture) {
        return picture.isOutward() && !Picture.isHandedOver(guest(picture));
    }

    private static long queues(final Picture picture) {
        return Picture.queues(guest(picture));
    }

    private static Set<Integer> pollers(final Picture picture) {
        return Picture.pollers(guest(picture));
    }

    private static String workers(final Picture picture) {
        final Set<Integer> processors = Picture.processors(guest(picture));
        final boolean anomaly = picture.lcores() == 2 && processors.size() == 1;
        return anomaly
                ? "the two-core anomaly, lcore " + processors.iterator().next() + " does all the work"
                : "one lcore polls, " + processors.size() + " process";
    }

    static boolean singleBesideMulti(final List<VifLoad> guests) {
        return guests.stream().anyMatch(guest -> Picture.queues(guest) == 1)
                && guests.stream().anyMatch(guest -> Picture.queues(guest) > 1);
    }
}
