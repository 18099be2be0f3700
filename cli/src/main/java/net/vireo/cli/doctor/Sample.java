// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.ledger.Balance;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.HandoverCounter;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.counter.NodeCounter;
import net.vireo.vrouter.counter.Snapshot;

/**
 * One look at a node: counters since its start, and its settings.
 *
 * @param process the data plane's, and how often another one took over: the same number, the same process
 * @param lcores the lcores' numbers
 * @param loops by lcore
 * @param drops by reason
 * @param steps packets through each node of the graph
 * @param ringFull packets that found a ring between lcores full
 * @param fragmented packets that were cut for their tunnel
 * @param unbalanced identities of the ledger that do not hold, with their differences
 * @param vifs by index, over all lcores
 * @param vifsOf by lcore number and index
 * @param queues by vif
 */
record Sample(
        long timeNs,
        long process,
        VireoNode node,
        List<Integer> lcores,
        Map<Integer, Loop> loops,
        Map<DropReason, Long> drops,
        Map<String, Long> steps,
        long ringFull,
        long fragmented,
        Map<String, Long> unbalanced,
        Map<Integer, VrInterface> vifs,
        Map<Integer, Map<Integer, VrInterface>> vifsOf,
        Map<Integer, VireoQueue> queues) {
    private static final int PROCESS_BITS = 32;

    /** What one lcore's loop did. */
    record Loop(long received, long cycles, long busyCycles) {}

    /** Asks the data plane and reads its counters. */
    static Sample take(final VrouterClient client, final CounterFile counters) {
        client.request(new VireoLedger().op(SandeshOp.GET));
        final Snapshot snapshot = counters.snapshot();
        final List<Integer> lcores = new ArrayList<>();
        final Map<Integer, Loop> loops = new LinkedHashMap<>();
        long fragmented = 0;
        for (int lcore = 0; lcore < snapshot.lcoreCount(); lcore++) {
            lcores.add(counters.lcoreNumber(lcore));
            loops.put(
                    counters.lcoreNumber(lcore),
                    new Loop(
                            snapshot.lcore(lcore, LcoreCounter.RECEIVED),
                            snapshot.lcore(lcore, LcoreCounter.CYCLES),
                            snapshot.lcore(lcore, LcoreCounter.BUSY_CYCLES)));
            fragmented += snapshot.lcore(lcore, LcoreCounter.CONSUMED_FRAGMENTED);
        }
        final Map<DropReason, Long> drops = drops(snapshot);
        final Map<String, Long> steps = steps(snapshot, counters.nodeNames());
        final Map<String, Long> unbalanced = new LinkedHashMap<>();
        for (final Ledger.Check check : Balance.broken(snapshot, lcores)) {
            unbalanced.put(check.name(), check.difference());
        }
        final Map<Integer, Map<Integer, VrInterface>> vifsOf = new LinkedHashMap<>();
        lcores.forEach(number -> vifsOf.put(number, vifs(client, number + 1)));
        return new Sample(
                System.nanoTime(),
                counters.restarts() << PROCESS_BITS | counters.pid(),
                client.request(new VireoNode().op(SandeshOp.GET)).first(VireoNode.class),
                lcores,
                loops,
                drops,
                steps,
                snapshot.handover(HandoverCounter.RING_FULL),
                fragmented,
                unbalanced,
                vifs(client, 0),
                vifsOf,
                queues(client));
    }

    private static Map<DropReason, Long> drops(final Snapshot snapshot) {
        final Map<DropReason, Long> drops = new LinkedHashMap<>();
        for (final DropReason reason : DropReason.values()) {
            long sum = 0;
            for (int lcore = 0; lcore < snapshot.lcoreCount(); lcore++) {
                sum += snapshot.drop(lcore, reason);
            }
            drops.put(reason, sum);
        }
        return drops;
    }

    private static Map<String, Long> steps(final Snapshot snapshot, final List<String> names) {
        final Map<String, Long> steps = new LinkedHashMap<>();
        for (int step = 0; step < names.size(); step++) {
            long sum = 0;
            for (int lcore = 0; lcore < snapshot.lcoreCount(); lcore++) {
                sum += snapshot.node(lcore, step, NodeCounter.PACKETS);
            }
            steps.put(names.get(step), sum);
        }
        return steps;
    }

    private static Map<Integer, VireoQueue> queues(final VrouterClient client) {
        final Map<Integer, VireoQueue> queues = new LinkedHashMap<>();
        client.dump(new VireoQueue())
                .all(VireoQueue.class)
                .forEach(each -> queues.put(each.value(VireoQueue.VIF), each));
        return queues;
    }

    /** @param core as requests have it: 0 for all lcores, else the number and one */
    private static Map<Integer, VrInterface> vifs(final VrouterClient client, final int core) {
        final Map<Integer, VrInterface> vifs = new LinkedHashMap<>();
        client.dump(new VrInterface().put(VrInterface.CORE, core))
                .all(VrInterface.class)
                .forEach(vif -> vifs.put(vif.value(VrInterface.IDX), vif));
        return vifs;
    }
}
