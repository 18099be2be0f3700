// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.vireo.web.model.VifLoad;

/** From the fabric to a guest (deck p67 to p76): what the tunnel tells apart, and how many queues the guest has. */
final class InwardRules {
    private static final String GRE = "MPLSoGRE";

    /** Counters that the way passes, in this direction. */
    private static final int COUNTERS = 78;

    private InwardRules() {}

    static final List<Rule> ALL = List.of(
            Rule.when(68, "UDP to SingleQ v2", p -> udp(p) && single(p) && chains(p) > 1 && refused(p) > 0)
                    .also(67, COUNTERS)
                    .saying(p -> refused(p) + " packets a second find its one ring full"),
            Rule.when(67, "UDP to SingleQ v1", p -> udp(p) && single(p) && chains(p) > 1)
                    .also(COUNTERS),
            Rule.when(74, "UDP to MultiQ v3", p -> udp(p) && !single(p) && chains(p) == 1)
                    .also(COUNTERS)
                    .saying(p -> "a single flow, one chain is busy"),
            Rule.when(75, "TX on multiQ", p -> udp(p) && !single(p) && chains(p) > 1 && lcoresShareQueues(p))
                    .also(COUNTERS)
                    .saying(p -> chains(p) + " lcores write " + Picture.sendQueues(guest(p)) + " queues"),
            Rule.when(72, "UDP to MultiQ", p -> udp(p) && !single(p) && chains(p) > 1)
                    .also(73, 19, COUNTERS)
                    .saying(p -> chains(p) == p.lcores() ? "" : chains(p) + " of " + p.lcores() + " chains are busy"),
            Rule.when(
                            76,
                            "GRE to MultiQ",
                            p -> spreadGre(p) && !single(p) && workers(p).size() > 1)
                    .also(COUNTERS)
                    .saying(InwardRules::idleQueue),
            Rule.when(
                            69,
                            "GRE to SingleQ v1",
                            p -> spreadGre(p) && single(p) && workers(p).size() > 1)
                    .also(COUNTERS)
                    .saying(p -> "lcore " + poller(p) + " polls, lcores " + numbers(workers(p)) + " process"),
            Rule.when(
                            70,
                            "GRE to SingleQ v2",
                            p -> spreadGre(p) && single(p) && workers(p).size() == 1)
                    .also(COUNTERS)
                    .saying(p -> "lcore " + poller(p) + " polls, lcore " + numbers(workers(p)) + " processes"));

    private static VifLoad guest(final Picture picture) {
        return picture.busiestGuest().orElseThrow();
    }

    private static boolean comesIn(final Picture picture) {
        return picture.isInward()
                && picture.fabric().isPresent()
                && !picture.receivedKind().isEmpty();
    }

    /** Tunnels whose outer headers tell flows apart: who polls processes. */
    private static boolean udp(final Picture picture) {
        return comesIn(picture)
                && !picture.receivedKind().equals(GRE)
                && !Picture.isHandedOver(picture.fabric().orElseThrow());
    }

    /** All on one lcore, which hands it over. */
    private static boolean spreadGre(final Picture picture) {
        return comesIn(picture)
                && picture.receivedKind().equals(GRE)
                && Picture.isHandedOver(picture.fabric().orElseThrow())
                && Picture.pollers(picture.fabric().orElseThrow()).size() == 1;
    }

    private static boolean single(final Picture picture) {
        return Picture.queues(guest(picture)) == 1;
    }

    private static long refused(final Picture picture) {
        return Picture.refusedPps(guest(picture));
    }

    private static int chains(final Picture picture) {
        return Picture.processors(picture.fabric().orElseThrow()).size();
    }

    private static boolean lcoresShareQueues(final Picture picture) {
        final long queues = Picture.sendQueues(guest(picture));
        return queues > 1 && Picture.senders(guest(picture)).size() > queues;
    }

    private static int poller(final Picture picture) {
        return Picture.pollers(picture.fabric().orElseThrow()).iterator().next();
    }

    private static Set<Integer> workers(final Picture picture) {
        return Picture.processors(picture.fabric().orElseThrow());
    }

    /** Under Contrail's rule the lcore that polls processes nothing, so its queue of the guest stays idle. */
    private static String idleQueue(final Picture picture) {
        final int poller = poller(picture);
        return workers(picture).contains(poller)
                ? "lcore " + poller + " polls and keeps its share"
                : "the guest's queue of lcore " + poller + ", which polls, stays idle";
    }

    private static String numbers(final Set<Integer> lcores) {
        return String.join(
                ", ", new TreeSet<>(lcores).stream().map(String::valueOf).toList());
    }
}
