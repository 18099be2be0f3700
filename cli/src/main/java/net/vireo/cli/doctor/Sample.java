// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.vireo.cli.ledger.Balance;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.DutyCycle;
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
 * @param unbalanced identities of the ledger that do not hold, with their differences; empty when an lcore did not come in
 *     time for it
 * @param vifs by index, over all lcores
 * @param vifsOf by lcore number and index
 * @param queues by vif
 */
public record Sample(
        long timeNs,
        long process,
        VireoNode node,
        List<Integer> lcores,
        Map<Integer, Loop> loops,
        Map<DropReason, Long> drops,
        Map<String, Long> steps,
        long ringFull,
        long fragmented,
        Optional<Map<String, Long>> unbalanced,
        Map<Integer, VrInterface> vifs,
        Map<Integer, Map<Integer, VrInterface>> vifsOf,
        Map<Integer, VireoQueue> queues) {
    private static final int PROCESS_BITS = 32;

    /** What one lcore's loop did. */
    public record Loop(long received, DutyCycle duty) {}

    /** Asks the data plane and reads its counters. Lcores copy their counters for the ledger. */
    public static Sample take(final VrouterClient client, final CounterFile counters) {
        return take(client, counters, () -> ledger(client, counters));
    }

    /**
     * The same with somebody else's ledger: for who looks often, since lcores do something for one.
     *
     * @param ledger as {@link #unbalanced}; asked first
     */
    public static Sample take(
            final VrouterClient client,
            final CounterFile counters,
            final Supplier<Optional<Map<String, Long>>> ledger) {
        final Optional<Map<String, Long>> unbalanced = ledger.get();
        final List<Integer> lcores = new ArrayList<>();
        final Map<Integer, Loop> loops = new LinkedHashMap<>();
        long fragmented = 0;
        for (int i = 0; i < counters.lcoreCount(); i++) {
            final int lcore = i;
            lcores.add(counters.lcoreNumber(lcore));
            loops.put(
                    counters.lcoreNumber(lcore),
                    new Loop(
                            counters.lcore(lcore, LcoreCounter.RECEIVED),
                            DutyCycle.of(counter -> counters.lcore(lcore, counter))));
            fragmented += counters.lcore(lcore, LcoreCounter.CONSUMED_FRAGMENTED);
        }
        final Map<DropReason, Long> drops = drops(counters);
        final Map<String, Long> steps = steps(counters);
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
                counters.snapshot().handover(HandoverCounter.RING_FULL),
                fragmented,
                unbalanced,
                vifs(client, 0),
                vifsOf,
                queues(client));
    }

    /** Asks for a ledger: as {@link #unbalanced}. */
    public static Optional<Map<String, Long>> ledger(final VrouterClient client, final CounterFile counters) {
        if (!lcoresMeet(client)) {
            return Optional.empty();
        }
        final List<Integer> lcores = new ArrayList<>();
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            lcores.add(counters.lcoreNumber(lcore));
        }
        return Optional.of(unbalanced(counters.snapshot(), lcores));
    }

    /**
     * Asks the lcores to copy their counters at one moment.
     *
     * @return false when one of them did not come in time: it has no CPU, and that is for the doctor to tell
     */
    private static boolean lcoresMeet(final VrouterClient client) {
        try {
            client.request(new VireoLedger().op(SandeshOp.GET));
            return true;
        } catch (final VrouterRefusal refusal) {
            if (refusal.error() == ResponseError.ETIMEDOUT) {
                return false;
            }
            throw refusal;
        }
    }

    private static Map<String, Long> unbalanced(final Snapshot snapshot, final List<Integer> lcores) {
        final Map<String, Long> unbalanced = new LinkedHashMap<>();
        for (final Ledger.Check check : Balance.broken(snapshot, lcores)) {
            unbalanced.put(check.name(), check.difference());
        }
        return unbalanced;
    }

    private static Map<DropReason, Long> drops(final CounterFile counters) {
        final Map<DropReason, Long> drops = new LinkedHashMap<>();
        for (final DropReason reason : DropReason.values()) {
            long sum = 0;
            for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
                sum += counters.drop(lcore, reason);
            }
            drops.put(reason, sum);
        }
        return drops;
    }

    private static Map<String, Long> steps(final CounterFile counters) {
        final List<String> names = counters.nodeNames();
        final Map<String, Long> steps = new LinkedHashMap<>();
        for (int step = 0; step < names.size(); step++) {
            long sum = 0;
            for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
                sum += counters.node(lcore, step, NodeCounter.PACKETS);
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
