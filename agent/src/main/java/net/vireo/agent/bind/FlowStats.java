// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.vireo.agent.flow.FlowPath;
import net.vireo.agent.flow.FlowRoute;
import net.vireo.agent.flow.FlowTraffic;
import net.vireo.agent.flow.FlowVif;
import net.vireo.agent.flow.KnownFlow;

/**
 * What flows carried between networks and by interface, summed from the data plane's counters each time that the table is
 * gone over. What a flow carried after the last look at it is not seen. One thread.
 */
final class FlowStats {
    /** Of addresses that belong to no network. */
    static final String NO_NETWORK = "";

    private final Map<Pair, Count> pairs =
            new TreeMap<>(Comparator.comparing(Pair::from).thenComparing(Pair::to));
    private final Map<Integer, Count> vifs = new HashMap<>();

    /** Two networks: where flows begin, and where they end. */
    record Pair(String from, String to) {}

    /** Packets and bytes of flows and of their answers; of an interface: what it sent and what it got. */
    static final class Count {
        private long packets;
        private long bytes;
        private long answerPackets;
        private long answerBytes;

        private void sent(final FlowTraffic.Grown grown) {
            packets += grown.packets();
            bytes += grown.bytes();
        }

        private void got(final FlowTraffic.Grown grown) {
            answerPackets += grown.packets();
            answerBytes += grown.bytes();
        }

        long packets() {
            return packets;
        }

        long bytes() {
            return bytes;
        }

        long answerPackets() {
            return answerPackets;
        }

        long answerBytes() {
            return answerBytes;
        }
    }

    /** What a flow has carried so far was not seen by anybody here. */
    void begin(final KnownFlow flow, final PlaneFlow forward, final PlaneFlow answers) {
        if (forward != null) {
            flow.traffic().forward(forward.packets(), forward.bytes());
        }
        if (answers != null) {
            flow.traffic().answers(answers.packets(), answers.bytes());
        }
    }

    void forward(final KnownFlow flow, final PlaneFlow record) {
        final FlowTraffic.Grown grown = flow.traffic().forward(record.packets(), record.bytes());
        if (grown.packets() != 0 && flow.decision().passes()) {
            final FlowPath path = flow.decision().path();
            pairs.computeIfAbsent(pair(path), made -> new Count()).sent(grown);
            if (path.from() != null) {
                vif(path.from()).sent(grown);
            }
            if (path.to() != null) {
                vif(path.to()).got(grown);
            }
        }
    }

    void answers(final KnownFlow flow, final PlaneFlow record) {
        final FlowTraffic.Grown grown = flow.traffic().answers(record.packets(), record.bytes());
        if (grown.packets() != 0 && flow.decision().passes()) {
            final FlowPath path = flow.decision().path();
            pairs.computeIfAbsent(pair(path), made -> new Count()).got(grown);
            if (path.from() != null) {
                vif(path.from()).got(grown);
            }
            if (path.to() != null) {
                vif(path.to()).sent(grown);
            }
        }
    }

    private Count vif(final FlowVif vif) {
        return vifs.computeIfAbsent(vif.id(), made -> new Count());
    }

    /** The networks that a flow leads from and to. */
    static Pair pair(final FlowPath path) {
        return new Pair(
                network(
                        path.sourceFloating() == null
                                ? null
                                : path.sourceFloating().network(),
                        path.from(),
                        path.sourceRoute()),
                network(
                        path.destinationFloating() == null
                                ? null
                                : path.destinationFloating().network(),
                        path.to(),
                        path.route()));
    }

    private static String network(final String floating, final FlowVif guest, final FlowRoute route) {
        if (floating != null) {
            return floating;
        }
        if (guest != null && guest.network() != null) {
            return guest.network();
        }
        return route == null
                ? NO_NETWORK
                : route.networks().stream().sorted().findFirst().orElse(NO_NETWORK);
    }

    /** By the networks. */
    Map<Pair, Count> pairs() {
        return pairs;
    }

    /** What an interface sent and got. */
    Count ofVif(final int vif) {
        return vifs.getOrDefault(vif, new Count());
    }

    /** Forgets interfaces that are gone; their numbers may be others' one day. */
    void keepOnly(final Set<Integer> there) {
        vifs.keySet().retainAll(there);
    }

    /** An interface is another port's from now on. */
    void forget(final int vif) {
        vifs.remove(vif);
    }
}
