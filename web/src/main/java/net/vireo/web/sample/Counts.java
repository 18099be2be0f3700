// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.NodeCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.counter.VrfCounter;

/**
 * What the counter file of a node said at one moment. Nobody is asked for it.
 *
 * @param process the data plane's process, with how often it was replaced: another one, another number
 * @param vifs by index, over all lcores
 * @param drops by reason
 * @param tunnels by VRF: packets sent in tunnels
 */
record Counts(
        long timeNs,
        long atEpochMs,
        long process,
        long restarts,
        List<Lcore> lcores,
        Map<Integer, Map<VifCounter, Long>> vifs,
        Map<DropReason, Long> drops,
        Map<Integer, Map<VrfCounter, Long>> tunnels) {
    private static final int PROCESS_BITS = 32;
    private static final List<VrfCounter> TUNNELS = List.of(
            VrfCounter.TUNNEL_MPLS_UDP, VrfCounter.TUNNEL_MPLS_GRE, VrfCounter.TUNNEL_VXLAN, VrfCounter.TUNNEL_UDP);

    /** One lcore; its steps in the order of the graph. */
    record Lcore(int number, Map<LcoreCounter, Long> counters, Map<Integer, Long> received, List<Step> steps) {
        long counter(final LcoreCounter counter) {
            return counters.get(counter);
        }
    }

    /** A node of the graph on one lcore. */
    record Step(String name, long calls, long packets, long timedPackets, long timedNs) {}

    /**
     * Reads the file.
     *
     * @param vifs indices of the interfaces to read
     * @param vrfs numbers of the VRFs to read
     */
    static Counts read(final CounterFile file, final Iterable<Integer> vifs, final Iterable<Integer> vrfs) {
        final List<Lcore> lcores = new ArrayList<>();
        final List<String> names = file.nodeNames();
        for (int lcore = 0; lcore < file.lcoreCount(); lcore++) {
            lcores.add(lcore(file, lcore, names, vifs));
        }
        final Map<Integer, Map<VifCounter, Long>> byVif = new LinkedHashMap<>();
        for (final int vif : vifs) {
            final Map<VifCounter, Long> values = new LinkedHashMap<>();
            for (final VifCounter counter : VifCounter.values()) {
                values.put(counter, file.vif(vif, counter));
            }
            byVif.put(vif, values);
        }
        final Map<DropReason, Long> drops = new LinkedHashMap<>();
        for (final DropReason reason : DropReason.values()) {
            drops.put(reason, file.drop(reason));
        }
        final Map<Integer, Map<VrfCounter, Long>> tunnels = new LinkedHashMap<>();
        for (final int vrf : vrfs) {
            final Map<VrfCounter, Long> values = new LinkedHashMap<>();
            TUNNELS.forEach(counter -> values.put(counter, file.vrf(vrf, counter)));
            tunnels.put(vrf, values);
        }
        return new Counts(
                System.nanoTime(),
                System.currentTimeMillis(),
                file.restarts() << PROCESS_BITS | file.pid(),
                file.restarts(),
                lcores,
                byVif,
                drops,
                tunnels);
    }

    private static Lcore lcore(
            final CounterFile file, final int lcore, final List<String> names, final Iterable<Integer> vifs) {
        final Map<LcoreCounter, Long> counters = new LinkedHashMap<>();
        for (final LcoreCounter counter : LcoreCounter.values()) {
            counters.put(counter, file.lcore(lcore, counter));
        }
        final Map<Integer, Long> received = new LinkedHashMap<>();
        vifs.forEach(vif -> received.put(vif, file.vif(lcore, vif, VifCounter.RX_PACKETS)));
        final List<Step> steps = new ArrayList<>(names.size());
        for (int step = 0; step < names.size(); step++) {
            steps.add(new Step(
                    names.get(step),
                    file.node(lcore, step, NodeCounter.CALLS),
                    file.node(lcore, step, NodeCounter.PACKETS),
                    file.node(lcore, step, NodeCounter.TIMED_PACKETS),
                    file.node(lcore, step, NodeCounter.TIMED_NS)));
        }
        return new Lcore(file.lcoreNumber(lcore), counters, received, steps);
    }

    /** Packets that a step of the graph worked on, over all lcores. */
    long step(final String name) {
        return lcores.stream()
                .flatMap(lcore -> lcore.steps().stream())
                .filter(step -> step.name().equals(name))
                .mapToLong(Step::packets)
                .sum();
    }
}
